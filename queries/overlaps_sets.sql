-- overlaps_sets: how many people are on record for each combination of general, partner and being hurt?
--
-- Reads       pair, involvement, occasion (through the macro occasions)
-- One row is  a combination of the three records
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
-- Returns     general BOOLEAN (suspect against an acquaintance or stranger), partner BOOLEAN (suspect
--             against a partner or ex-partner), victim BOOLEAN, people BIGINT, ordered by people
--             downwards; without any of the three: suspects of family violence or whose relationship to
--             every victim is unknown
-- Leaves out  people unknown and offences of unknown day
with relations as (
    select
        suspect.person,
        bool_or(pair.relationship in ('acquaintance', 'stranger')) as general,
        bool_or(pair.relationship in ('partner', 'ex_partner')) as partner
    from pair
    join involvement as suspect on suspect.involvement = pair.suspect
    where pair.relationship in ('partner', 'ex_partner', 'acquaintance', 'stranger')
        and suspect.person is not null and suspect.committed_on is not null
        and ($violence = 'any' or suspect.is_vwi)
    group by suspect.person
),

people as (
    select person, bool_or(role = 'victim') as victim
    from occasions($violence)
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
