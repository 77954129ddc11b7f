-- overlaps_roles_once: who was a suspect, and who a victim, in each window, without counter-allegations?
--
-- Reads       occasion (through the macro occasions)
-- One row is  a person, a window and a role
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
--             $months       INTEGER  length of a window
-- Returns     person INTEGER, bin INTEGER (0 = the window from $first), victim BOOLEAN; no order
-- Leaves out  offences that another one answers within a day, the same two persons in opposite roles;
--             people unknown, offences of unknown day
select person, window_of(day, $first::date, $months) as bin, role = 'victim' as victim
from occasions($violence)
where day >= $first and day < $end and single > 0
    and opens_window(day, single_previous, $first::date, $months)
