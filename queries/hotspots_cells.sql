-- hotspots_cells: how many selected offences lie in each square cell?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a cell that has offences, of those with one quality of their point
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
--             $size         INTEGER    width of a cell in metres
-- Returns     easting, northing BIGINT (metres of the grid, middle of the cell; NULL without a point),
--             quality VARCHAR ('exact', 'repaired', 'snapped', 'outside', or NULL = no usable point),
--             offences BIGINT, harm DOUBLE (severity weights), unweighted BIGINT, ordered by
--             offences, most first
-- Leaves out  empty cells; undated offences (left_out), unknown flags and areas where a filter asks
--             for a known one (left_out_unknown), records that are no crime (left_out)
with placed as (
    select
        if(location_quality is null, null, easting) as east,
        if(location_quality is null, null, northing) as north,
        location_quality::varchar as quality,
        severity_weight
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
    where began_in(committed_from, committed_precision, committed_on, $hours, $off)
)

select
    (east // $size * $size + $size // 2)::bigint as easting,
    (north // $size * $size + $size // 2)::bigint as northing,
    quality,
    count(*) as offences,
    coalesce(sum(severity_weight), 0) as harm,
    count(*) - count(severity_weight) as unweighted
from placed
group by all
order by offences desc, easting, northing
