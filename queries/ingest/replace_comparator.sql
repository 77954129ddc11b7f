-- replace_comparator: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is period_from, period_to, area, measure, source
-- Parameters  none
-- Returns     nothing: deletes from and adds to comparator
-- Leaves out  nothing
-- Beware      unknown counts as a value of the key
delete from comparator
where exists (
    select 1
    from incoming_rows as now
    where now.period_from is not distinct from comparator.period_from
        and now.period_to is not distinct from comparator.period_to
        and now.area is not distinct from comparator.area
        and now.measure is not distinct from comparator.measure
        and now.source is not distinct from comparator.source
);

insert into comparator by name
from incoming_rows;
