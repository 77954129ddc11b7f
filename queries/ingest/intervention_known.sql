-- intervention_known: what does the store hold in the table intervention?
--
-- Reads       intervention
-- One row is  see queries/schema/02_context.sql
-- Parameters  none
-- Returns     all columns of intervention
-- Leaves out  nothing
-- Beware      earlier files of the same load are in it already
from intervention
