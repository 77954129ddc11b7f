-- attendance_known: what does the store hold in the table attendance?
--
-- Reads       attendance
-- One row is  see queries/schema/02_context.sql
-- Parameters  none
-- Returns     all columns of attendance
-- Leaves out  nothing
-- Beware      earlier files of the same load are in it already
from attendance
