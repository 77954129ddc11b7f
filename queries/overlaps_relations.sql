-- overlaps_relations: who was a suspect of partner violence, and who of general violence, in each window?
--
-- Reads       relation
-- One row is  a person, a window and a kind of violence
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
--             $first     DATE     first day of the first window
--             $end       DATE     day after the last window
--             $months    INTEGER  length of a window
-- Returns     person INTEGER, bin INTEGER (0 = the window from $first), general BOOLEAN (against an
--             acquaintance or a stranger; else against a partner or ex-partner); no order
-- Leaves out  family violence and unknown relationships, people unknown, offences of unknown day
select person, window_of(day, $first::date, $months) as bin, general
from relation
where day >= $first and day < $end and ($violence = 'any' or injury)
    and opens_window(day, if($violence = 'any', previous, injury_previous), $first::date, $months)
