-- knife_definitions: how many offences are knife offences under each definition?
--
-- Reads       offence (through the macro selected)
-- One row is  a month that has offences
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $assaults, $selected, $possession  VARCHAR[]  Home Office codes: of success measure 2, of all
--                                      selected knife offences, of carrying a knife
--             $blades       VARCHAR    regular expression of what a weapon is called that cuts or stabs
-- Returns     month DATE; offences, flag_known, flag_any, flag_selected, assaults, homicides, weapon_known,
--             weapon, either, possession, selected BIGINT, ordered by month
-- Leaves out  undated offences, records that are no crime
with kinds as (
    select
        month, ho_code::varchar as code, knife, is_homicide, weapon is not null as told, weapon::varchar as weapon,
        count(*) as offences
    from selected(
        $basis, $first, $end, $level, $areas, null, null, null, false, null, null, null, null
    )
    group by all
),

judged as (
    select
        month,
        offences,
        knife is not null as flag_known,
        coalesce(knife, false) as flag,
        list_contains($assaults, code) as is_assault,
        list_contains($selected, code) as is_selected,
        list_contains($possession, code) as is_possession,
        coalesce(is_homicide, false) as is_homicide,
        told,
        coalesce(regexp_matches(lower(weapon), $blades), false) as blade
    from kinds
)

select
    month,
    sum(offences)::bigint as offences,
    coalesce(sum(offences) filter (flag_known), 0)::bigint as flag_known,
    coalesce(sum(offences) filter (flag), 0)::bigint as flag_any,
    coalesce(sum(offences) filter (flag and is_selected), 0)::bigint as flag_selected,
    coalesce(sum(offences) filter (flag and is_assault), 0)::bigint as assaults,
    coalesce(sum(offences) filter (flag and is_homicide), 0)::bigint as homicides,
    coalesce(sum(offences) filter (told), 0)::bigint as weapon_known,
    coalesce(sum(offences) filter (blade), 0)::bigint as weapon,
    coalesce(sum(offences) filter (blade or flag), 0)::bigint as either,
    coalesce(sum(offences) filter (is_possession), 0)::bigint as possession,
    coalesce(sum(offences) filter (is_selected), 0)::bigint as selected
from judged
group by month
order by month
