-- overlaps_relations: who was a suspect of partner violence, and who of general violence, in each window?
--
-- Reads       pair, involvement
-- One row is  a person, a window and a kind of violence
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
--             $first     DATE     first day of the first window
--             $end       DATE     day after the last window
--             $months    INTEGER  length of a window
-- Returns     person INTEGER, bin INTEGER (0 = the window from $first), general BOOLEAN (against an
--             acquaintance or a stranger; else against a partner or ex-partner); no order
-- Leaves out  family violence and unknown relationships, people unknown, offences of unknown day
select distinct
    suspect.person,
    (datediff('month', $first::date, suspect.committed_on) // $months)::integer as bin,
    pair.relationship in ('acquaintance', 'stranger') as general
from pair
join involvement as suspect on suspect.involvement = pair.suspect
where pair.relationship in ('partner', 'ex_partner', 'acquaintance', 'stranger')
    and suspect.person is not null
    and suspect.committed_on >= $first and suspect.committed_on < $end
    and ($violence = 'any' or suspect.is_vwi)
