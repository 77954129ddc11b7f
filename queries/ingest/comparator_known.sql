-- comparator_known: what does the store hold in the table comparator?
--
-- Reads       comparator
-- One row is  see queries/schema/02_context.sql
-- Parameters  none
-- Returns     all columns of comparator
-- Leaves out  nothing
-- Beware      earlier files of the same load are in it already
from comparator
