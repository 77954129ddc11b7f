-- boundary_known: which outlines does the store being built hold?
--
-- Reads       boundary
-- One row is  see queries/schema/02_context.sql
-- Parameters  none
-- Returns     all columns of boundary
-- Leaves out  nothing
from boundary
