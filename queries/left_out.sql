-- left_out: which records are in no month on offer, or are no crime any more?
--
-- Reads       offence
-- One row is  a status, month, district, partnership and offence group
-- Parameters  $basis   VARCHAR  'recorded' or 'committed': which date says the month
--             $begins  DATE     the first month on offer
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
where status <> 'crime'
    or if($basis = 'recorded', recorded_month, committed_month) is null
    or if($basis = 'recorded', recorded_month, committed_month) < $begins
group by all
order by status, month, district, csp, offence_group
