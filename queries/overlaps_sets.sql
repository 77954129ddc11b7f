-- overlaps_sets: how many people are on record for each combination of general, partner and being hurt?
--
-- Reads       relation, career
-- One row is  a combination of the three records
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
-- Returns     general BOOLEAN (suspect against an acquaintance or stranger), partner BOOLEAN (suspect
--             against a partner or ex-partner), victim BOOLEAN, people BIGINT, ordered by people
--             downwards; without any of the three: suspects of family violence or whose relationship to
--             every victim is unknown
-- Leaves out  people unknown and offences of unknown day
with
relations as (
    select person, bool_or(general) as general, bool_or(not general) as partner
    from relation
    where $violence = 'any' or injury
    group by person
),

people as (
    select person, bool_or(role = 'victim') as victim
    from career
    where injury = ($violence = 'injury')
    group by person
)

select
    coalesce(general, false) as general,
    coalesce(partner, false) as partner,
    victim,
    count(*) as people
from people
left join relations using (person)
group by all
order by people desc, general, partner, victim
