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
select person, window_of(day, $first::date, $months) as bin, role = 'victim' as victim
from occasions($violence)
where day >= $first and day < $end
    and opens_window(day, previous, $first::date, $months)
