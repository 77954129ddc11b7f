-- replace_boundary: put a file's outlines in the place of all outlines of their levels
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is level, code
-- Parameters  none
-- Returns     nothing: deletes from and adds to boundary
-- Leaves out  nothing
delete from boundary
where level in (select level from incoming_rows);

insert into boundary by name
from incoming_rows;
