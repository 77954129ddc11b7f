-- hotspots_months: how many selected offences lie in each square or small area, month by month?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a month and a square (or small area) that has offences, or those that are in none
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
--             $at           VARCHAR    'cell' for squares, 'lsoa' for small areas
--             $size         INTEGER    width of a square in metres
-- Returns     month DATE, east, north BIGINT (metres of the grid, middle of the square; NULL for small
--             areas and for offences in no square), code VARCHAR (small area; NULL for squares),
--             offences BIGINT, ordered by month, east, north, code
-- Leaves out  months without an offence; undated offences (left_out), unknown flags and areas where
--             a filter asks for a known one (left_out_unknown), records that are no crime (left_out)
-- Beware      snapped points and points outside the force are in no square
with placed as (
    select
        month,
        $at = 'cell' and coalesce(location_quality in ('exact', 'repaired'), false) as usable,
        easting,
        northing,
        if($at = 'lsoa', lsoa::varchar, null) as code
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
)
select
    month,
    if(usable, easting // $size * $size + $size // 2, null)::bigint as east,
    if(usable, northing // $size * $size + $size // 2, null)::bigint as north,
    code,
    count(*) as offences
from placed
group by all
order by month, east, north, code
