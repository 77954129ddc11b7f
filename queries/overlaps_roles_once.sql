-- overlaps_roles_once: who was a suspect, and who a victim, in each window, without counter-allegations?
--
-- Reads       pair, involvement
-- One row is  a person, a window and a role
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
--             $months       INTEGER  length of a window
-- Returns     person INTEGER, bin INTEGER (0 = the window from $first), victim BOOLEAN; no order
-- Leaves out  offences that another one answers within a day, the same two persons in opposite roles;
--             people unknown, offences of unknown day
with met as (
    select pair.offence, hurt.person as victim, named.person as suspect, named.committed_on as day
    from pair
    join involvement as hurt on hurt.involvement = pair.victim
    join involvement as named on named.involvement = pair.suspect
    where hurt.person is not null and named.person is not null and hurt.person <> named.person
        and named.committed_on is not null
        and ($violence = 'any' or named.is_vwi)
),

answered as (
    select distinct one.offence
    from met as one
    join met as other on one.victim = other.suspect and one.suspect = other.victim
    where one.offence <> other.offence and abs(datediff('day', one.day, other.day)) <= 1
)

select distinct
    person,
    (datediff('month', $first::date, committed_on) // $months)::integer as bin,
    role = 'victim' as victim
from involvement
where status = 'crime' and role in ('suspect', 'victim') and person is not null
    and committed_on >= $first and committed_on < $end
    and ($violence = 'any' or is_vwi)
    and offence not in (select offence from answered)
