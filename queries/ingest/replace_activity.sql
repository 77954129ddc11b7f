-- replace_activity: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is programme, period_from, period_to, output
-- Parameters  none
-- Returns     nothing: deletes from and adds to activity
-- Leaves out  nothing
-- Beware      unknown counts as a value of the key
delete from activity
where exists (
    select 1
    from incoming_rows as now
    where now.programme is not distinct from activity.programme
        and now.period_from is not distinct from activity.period_from
        and now.period_to is not distinct from activity.period_to
        and now.output is not distinct from activity.output
);

insert into activity by name
from incoming_rows;
