-- left_out_status: how many records of the period and groups are no crime any more?
--
-- Reads       offence
-- One row is  a status other than crime
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere
--             $groups       VARCHAR[]  NULL = all groups
-- Returns     status VARCHAR, offences BIGINT, ordered by status
-- Leaves out  filters on flags and persons
select status::varchar as status, count(*) as offences
from offence
where status <> 'crime'
    and if($basis = 'recorded', recorded_month, committed_month) >= $first
    and if($basis = 'recorded', recorded_month, committed_month) < $end
    and ($areas is null or list_contains($areas, if($level = 'csp', csp::varchar, district::varchar)))
    and ($groups is null or list_contains($groups, offence_group::varchar))
group by status
order by status
