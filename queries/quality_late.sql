-- quality_late: how many months after they were committed are offences recorded?
--
-- Reads       offence
-- One row is  a month of commission and a number of months until recording
-- Parameters  $groups  VARCHAR[]  NULL = all groups, empty = none
--             $level   VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas   VARCHAR[]  NULL = everywhere, empty = nowhere
--             $longest INTEGER    months of delay above which an offence is history, not late
-- Returns     month DATE (committed), delay INTEGER (whole months, 0 = the same calendar month),
--             offences BIGINT, ordered by month, delay
-- Leaves out  records that are no crime, or without one of the two dates; recorded before committed
select
    committed_month as month,
    date_diff('month', committed_month, recorded_month)::integer as delay,
    count(*) as offences
from offence
where status = 'crime'
    and recorded_month >= committed_month
    and date_diff('month', committed_month, recorded_month) <= $longest
    and ($groups is null or list_contains($groups, offence_group::varchar))
    and ($areas is null or list_contains($areas, if($level = 'csp', csp::varchar, district::varchar)))
group by all
order by month, delay
