-- month_counts: how many offences of each group came in each month, by both dates?
--
-- Reads       cube_month
-- One row is  a basis, month and offence group with offences
-- Parameters  none
-- Returns     basis VARCHAR, month DATE, category VARCHAR, offences BIGINT
-- Leaves out  cancelled, transferred and withdrawn records: the cube has crimes only; months committed
--             before recording began, but for the last where there is no later one
-- Beware      homicide is a group of its own here; the first month is that of schema/30_capabilities
with begun as (
    select
        min(month) filter (basis = 'recorded') as recorded,
        least(recorded, max(month) filter (basis = 'committed')) as first_month
    from cube_month
)

select basis, month, offence_group::varchar as category, sum(offences)::bigint as offences
from cube_month
cross join begun
where recorded is null or month >= first_month
group by all
order by basis, month, category
