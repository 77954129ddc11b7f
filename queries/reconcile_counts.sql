-- reconcile_counts: how many records of each status fall into which year, by either date?
--
-- Reads       offence, load
-- One row is  a year recorded, a year committed, a group, a status and the day it was loaded
-- Parameters  $turns  INTEGER  months from January to the first month of a year: 0 for calendar
--                              years, 3 for years from April
-- Returns     recorded_year, committed_year DATE (first day; NULL = no date), offence_group, status
--             VARCHAR, loaded_on DATE (NULL = no load log), offences BIGINT, ordered by all but the last
-- Leaves out  nothing: every record of every status is in one row
select
    (date_trunc('year', recorded_month - to_months($turns)) + to_months($turns))::date as recorded_year,
    (date_trunc('year', committed_month - to_months($turns)) + to_months($turns))::date as committed_year,
    offence_group::varchar as offence_group,
    status::varchar as status,
    load.loaded_at::date as loaded_on,
    count(*) as offences
from offence
left join load on load.load_id = offence.load_id
group by all
order by recorded_year, committed_year, offence_group, status, loaded_on
