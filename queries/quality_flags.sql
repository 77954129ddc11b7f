-- quality_flags: how many offences of each year carry a mark of a default date, time or place?
--
-- Reads       offence
-- One row is  a calendar year; NULL = undated
-- Parameters  $basis  VARCHAR  'recorded' or 'committed': which date says the year
-- Returns     year INTEGER, offences, timed, midnight, first_of_month, repaired, outside BIGINT;
--             `timed` have a time of day, `midnight` are those at 00:00, `repaired` and `outside`
--             speak of the grid reference; ordered by year
-- Leaves out  records of status other than crime
select
    year(if($basis = 'recorded', recorded_month, committed_month))::integer as year,
    count(*) as offences,
    count(*) filter (committed_precision = 'minute') as timed,
    count(*) filter (midnight) as midnight,
    count(*) filter (first_of_month) as first_of_month,
    count(*) filter (location_quality = 'repaired') as repaired,
    count(*) filter (location_quality = 'outside') as outside
from offence
where status = 'crime'
group by all
order by year
