-- overlaps_roles: who was a suspect, and who a victim, in each window of months?
--
-- Reads       occasion (through the macro occasions)
-- One row is  a person, a window and a role
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $first     DATE     first day of the first window
--             $end       DATE     day after the last window
--             $months    INTEGER  length of a window
-- Returns     person INTEGER, bin INTEGER (0 = the window from $first), victim BOOLEAN; no order
-- Leaves out  people unknown and occasions of unknown day
select distinct
    person,
    (datediff('month', $first::date, day) // $months)::integer as bin,
    role = 'victim' as victim
from occasions($violence)
where day >= $first and day < $end
