-- left_out_unknown: how many offences cannot be placed by area or flag?
--
-- Reads       cube_month
-- One row is  the period and groups as a whole
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $groups       VARCHAR[]  NULL = all groups
-- Returns     offences, district, domestic, knife BIGINT: all offences, and those whose district,
--             domestic flag or knife flag is not known
-- Leaves out  filters on areas, flags and persons: it counts what these cannot see
select
    coalesce(sum(offences), 0)::bigint as offences,
    coalesce(sum(offences) filter (district is null), 0)::bigint as district,
    coalesce(sum(offences) filter (domestic is null), 0)::bigint as domestic,
    coalesce(sum(offences) filter (knife is null), 0)::bigint as knife
from cube_month
where basis = $basis
    and month >= $first
    and month < $end
    and ($groups is null or list_contains($groups, offence_group::varchar))
