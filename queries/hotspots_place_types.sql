-- hotspots_place_types: in what kinds of places were the selected offences?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a type of place, public or not, that has offences; NULL is not known
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
-- Returns     place_type VARCHAR, public BOOLEAN, offences BIGINT, ordered by offences, most first
-- Leaves out  undated offences (left_out), unknown flags and areas where a filter asks for a known
--             one (left_out_unknown), records that are no crime (left_out)
select place_type::varchar as place_type, public_place as public, count(*) as offences
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
)
group by all
order by offences desc, place_type, public
