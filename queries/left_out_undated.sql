-- left_out_undated: how many selected offences have no month of this date basis, or one before all on offer?
--
-- Reads       offence
-- One row is  the whole store
-- Parameters  $basis        VARCHAR    'recorded' or 'committed'
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere
--             $groups       VARCHAR[]  NULL = all groups
--             $begins       DATE       the first month on offer
-- Returns     offences BIGINT (no month), earlier BIGINT (a month before $begins)
-- Leaves out  filters on flags and persons: how an undated offence would meet them says little
with chosen as (
    select if($basis = 'recorded', recorded_month, committed_month) as month
    from offence
    where status = 'crime'
        and ($areas is null or list_contains($areas, if($level = 'csp', csp::varchar, district::varchar)))
        and ($groups is null or list_contains($groups, offence_group::varchar))
)

select
    count(*) filter (month is null) as offences,
    count(*) filter (month < $begins) as earlier
from chosen
