-- check_spikes_by_year: how often do dates and times look like defaults?
--
-- Reads       offence
-- One row is  a calendar year of recording (of commission where that is missing)
-- Parameters  none
-- Returns     year BIGINT, first_of_month, midnight DOUBLE: per cent of crimes, one decimal
-- Leaves out  records that are no crime
-- Beware      3.3 % of days are the first of a month; 0.07 % of minutes are midnight
select
    year(coalesce(recorded_month, committed_month)) as year,
    round(100 * count_if(first_of_month) / count(*), 1) as first_of_month,
    round(100 * count_if(midnight) / count(*), 1) as midnight
from offence
where status = 'crime'
group by all
order by year
