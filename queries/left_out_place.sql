-- left_out_place: how many offences lie in no drawn area of a level?
--
-- Reads       offence, involvement (through the macro selected), boundary, area_link (through the macro linked)
-- One row is  the period and groups as a whole
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'ward', 'beat', 'lsoa' or 'cell'
--             $groups       VARCHAR[]  NULL = all groups
-- Returns     offences, place BIGINT: all offences, and those without a code of the level, or with one
--             that has no outline and leads to none; for squares, those without a usable point
-- Leaves out  filters on areas, flags and persons: it counts what a filter on an area cannot see
select
    count(*) as offences,
    count(*) filter (
        if($level = 'cell', not in_square(location_quality), coalesce(own_code($level, district, csp, ward, beat, lsoa), '')
        not in (select code from boundary where boundary.level = $level)
        and coalesce(lsoa::varchar, '') not in (select from_code from linked($level)))
    ) as place
from selected(
    $basis, $first, $end, 'district', null, $groups, null, null, false, null, null, null, null
)
