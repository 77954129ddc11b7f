-- left_out: which records are in no month on offer, or are no crime any more?
--
-- Reads       offence (also through the macro in_small)
-- One row is  a status, month, district, partnership and offence group
-- Parameters  $basis   VARCHAR    'recorded' or 'committed': which date says the month
--             $begins  DATE       the first month on offer
--             $level   VARCHAR    'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas   VARCHAR[]  NULL = everywhere
-- Returns     status VARCHAR, month DATE (NULL = undated), district, csp, offence_group VARCHAR,
--             offences BIGINT, ordered by status, month, district, csp, offence_group
-- Leaves out  records of status crime with a month from $begins on: these can be selected
select
    status::varchar as status,
    if($basis = 'recorded', recorded_month, committed_month) as month,
    district::varchar as district,
    csp::varchar as csp,
    offence_group::varchar as offence_group,
    count(*) as offences
from offence
where ($areas is null or offence in (from in_small($level, $areas)))
    and (
        status <> 'crime'
        or if($basis = 'recorded', recorded_month, committed_month) is null
        or if($basis = 'recorded', recorded_month, committed_month) < $begins
    )
group by all
order by status, month, district, csp, offence_group
