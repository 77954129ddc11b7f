-- repeat_chosen: which people were recorded in a role on which days, in offences that the filters choose?
--
-- Reads       involvement (through the macro involved)
-- One row is  a person in an offence
-- Parameters  $side      VARCHAR  'suspect' or 'victim': whose days
--             $violence  VARCHAR  'injury' or 'any': which offences match
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     person INTEGER, day INTEGER (committed, since 1 January 1970); no order
-- Leaves out  people unknown and offences of unknown day
-- Beware      which of these days are occasions is for the definition to say
select person, committed_on - date '1970-01-01' as day
from involved(
    $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
)
where committed_on is not null and ($violence = 'any' or is_vwi)
