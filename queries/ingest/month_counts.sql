-- month_counts: how many offences of each group came in each month, by both dates?
--
-- Reads       cube_month
-- One row is  a basis, month and offence group with offences
-- Parameters  none
-- Returns     basis VARCHAR, month DATE, category VARCHAR, offences BIGINT
-- Leaves out  cancelled, transferred and withdrawn records: the cube has crimes only; months
--             before the first in which anything was recorded
-- Beware      homicide is a group of its own here
select basis, month, offence_group::varchar as category, sum(offences)::bigint as offences
from cube_month
where month >= coalesce((select min(month) from cube_month where basis = 'recorded'), month)
group by all
order by basis, month, category
