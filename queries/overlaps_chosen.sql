-- overlaps_chosen: which offences are selected?
--
-- Reads       offence (through the macro selected)
-- One row is  an offence
-- Parameters  $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person,
--             $age_lows, $age_highs, $sex, $role  as Selection.parameters() gives them
-- Returns     offence INTEGER
-- Leaves out  nothing of the selection
select offence
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person,
    $age_lows, $age_highs, $sex, $role
)
