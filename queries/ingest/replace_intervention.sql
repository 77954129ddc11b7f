-- replace_intervention: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is programme, funding_year
-- Parameters  none
-- Returns     nothing: deletes from and adds to intervention
-- Leaves out  nothing
-- Beware      unknown counts as a value of the key
delete from intervention
where exists (
    select 1
    from incoming_rows as now
    where now.programme is not distinct from intervention.programme
        and now.funding_year is not distinct from intervention.funding_year
);

insert into intervention by name
from incoming_rows;
