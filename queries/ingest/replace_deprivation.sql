-- replace_deprivation: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is edition, lsoa
-- Parameters  none
-- Returns     nothing: deletes from and adds to deprivation
-- Leaves out  nothing
delete from deprivation
where exists (
    select 1
    from incoming_rows as now
    where now.edition = deprivation.edition and now.lsoa = deprivation.lsoa
);

insert into deprivation by name
from incoming_rows;
