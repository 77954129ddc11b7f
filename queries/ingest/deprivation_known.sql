-- deprivation_known: what does the store hold in the table deprivation?
--
-- Reads       deprivation
-- One row is  see queries/schema/02_context.sql
-- Parameters  none
-- Returns     all columns of deprivation
-- Leaves out  nothing
-- Beware      earlier files of the same load are in it already
from deprivation
