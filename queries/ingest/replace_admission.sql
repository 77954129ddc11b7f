-- replace_admission: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is period_from, period_to, area, cause, episode, sex, age_low, age_high
-- Parameters  none
-- Returns     nothing: deletes from and adds to admission
-- Leaves out  nothing
-- Beware      unknown counts as a value of the key
delete from admission
where exists (
    select 1
    from incoming_rows as now
    where now.period_from is not distinct from admission.period_from
        and now.period_to is not distinct from admission.period_to
        and now.area is not distinct from admission.area
        and now.cause is not distinct from admission.cause
        and now.episode is not distinct from admission.episode
        and now.sex is not distinct from admission.sex
        and now.age_low is not distinct from admission.age_low
        and now.age_high is not distinct from admission.age_high
);

insert into admission by name
from incoming_rows;
