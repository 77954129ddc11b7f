-- linkage_signs: how many pseudonyms were recorded as one person hardly can be?
--
-- Reads       involvement, occasion
-- One row is  a sign that a pseudonym may hold two people
-- Parameters  none
-- Returns     sign VARCHAR ('both_roles': suspect and victim of one offence; 'two_districts': in two
--             districts on one day; 'many_days': on more than 50 days of a calendar year),
--             persons BIGINT (pseudonyms with it), everybody BIGINT (all with an occasion)
-- Leaves out  people unknown; records that are no crime; occasions of unknown day
-- Beware      each can be true of one person: a sign is no proof
with both_roles as (
    select person
    from involvement
    where status = 'crime' and person is not null and role in ('suspect', 'victim')
    group by person, offence
    having count(distinct role) = 2
),

two_districts as (
    select person
    from involvement
    where status = 'crime' and person is not null and role in ('suspect', 'victim')
        and committed_on is not null and district is not null
    group by person, committed_on
    having min(district) < max(district)
),

many_days as (
    select person
    from occasion
    group by person, year(day)
    having count(distinct day) > 50
),

signs as (
    select 'both_roles' as sign, count(distinct person) as persons from both_roles
    union all
    select 'two_districts', count(distinct person) from two_districts
    union all
    select 'many_days', count(distinct person) from many_days
)

select sign, persons, (select count(distinct person) from occasion) as everybody
from signs
order by sign
