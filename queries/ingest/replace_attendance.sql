-- replace_attendance: put this file's months of a hospital in the place of what was known of them
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; what replaces and is replaced is a month of a hospital, whole
-- Parameters  none
-- Returns     nothing: deletes from and adds to attendance
-- Leaves out  nothing
-- Beware      a hospital's month in two files is that of the later one
delete from attendance
where exists (
    select 1
    from incoming_rows as now
    where now.month = attendance.month and now.hospital = attendance.hospital
);

insert into attendance by name
from incoming_rows;
