-- left_out_undated: how many selected offences have no month of this date basis?
--
-- Reads       offence
-- One row is  the whole store
-- Parameters  $basis        VARCHAR    'recorded' or 'committed'
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere
--             $groups       VARCHAR[]  NULL = all groups
-- Returns     offences BIGINT
-- Leaves out  filters on flags and persons: how an undated offence would meet them says little
select count(*) as offences
from offence
where status = 'crime'
    and if($basis = 'recorded', recorded_month, committed_month) is null
    and ($areas is null or list_contains($areas, if($level = 'csp', csp::varchar, district::varchar)))
    and ($groups is null or list_contains($groups, offence_group::varchar))
