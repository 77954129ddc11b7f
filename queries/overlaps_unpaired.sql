-- overlaps_unpaired: how many selected offences have no suspect, or no victim, on record?
--
-- Reads       offence (through the macro selected), pair
-- One row is  all of them together
-- Parameters  $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person,
--             $age_lows, $age_highs, $sex, $role  as Selection.parameters() gives them
-- Returns     offences BIGINT, unpaired BIGINT
-- Leaves out  nothing of the selection
select count(*) as offences, count(*) filter (offence not in (select pair.offence from pair)) as unpaired
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person,
    $age_lows, $age_highs, $sex, $role
)
