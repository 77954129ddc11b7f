-- The attendances at hospital of a version that has them.
insert into attendance by name from previous.attendance;
