-- replace_area_link: put a lookup's rows in the place of all that lead to its level
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql
-- Parameters  none
-- Returns     nothing: deletes from and adds to area_link
-- Leaves out  names of areas, which their outlines carry
delete from area_link
where to_level in (select to_level from incoming_rows);

insert into area_link by name
select from_level, from_code, to_level, to_code
from incoming_rows;
