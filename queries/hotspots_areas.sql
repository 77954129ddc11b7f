-- hotspots_areas: how many selected offences lie in each area of a level, in each twelve months?
--
-- Reads       offence, involvement (through the macro selected), boundary, area_link (through the macro linked)
-- One row is  an area, or code without an outline, or no area at all, in twelve months counted back
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
--             $hours        INTEGER[]  hours of the week, 0 = Monday 00:00; NULL = all, untimed ones too
--             $off          DATE[]     days that do not count; NULL = none
--             $at           VARCHAR    'district', 'csp', 'ward', 'beat' or 'lsoa'
-- Returns     code VARCHAR (NULL = no code known), drawn BOOLEAN (has an outline), back BIGINT (0 = the
--             last twelve months of the period), offences BIGINT, harm DOUBLE (severity weights),
--             unweighted BIGINT (offences without a weight), ordered by offences, most first
-- Leaves out  areas without an offence; undated offences (left_out), unknown flags and areas where
--             a filter asks for a known one (left_out_unknown), records that are no crime (left_out)
-- Beware      a code that is linked to exactly one outline (area_link) is counted there
with outlined as (
    select code from boundary where level = $at
),

placed as (
    select
        own_code($at, district, csp, ward, beat, lsoa) as own,
        lsoa::varchar as small,
        (date_diff('month', month, $end::date) - 1) // 12 as back,
        severity_weight
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
    where began_in(committed_from, committed_precision, committed_on, $hours, $off)
),

counted as (
    select
        own,
        small,
        back,
        count(*) as offences,
        coalesce(sum(severity_weight), 0) as harm,
        count(*) - count(severity_weight) as unweighted
    from placed
    group by all
)

select
    coalesce(outlined.code, led_to, own) as code,
    coalesce(outlined.code, led_to) is not null as drawn,
    back,
    sum(offences)::bigint as offences,
    sum(harm) as harm,
    sum(unweighted)::bigint as unweighted
from counted
left join outlined on outlined.code = own
left join linked($at) on from_code = small
group by all
order by offences desc, code
