-- deprivation_residents: how many people live in the small areas of each deprivation decile?
--
-- Reads       deprivation, population_lsoa, offence
-- One row is  an edition, district and decile
-- Parameters  none
-- Returns     edition INTEGER, district VARCHAR (as published; where the index names none, that of most
--             offences in the small area; NULL where there is none either), decile INTEGER (1 = most
--             deprived), areas BIGINT (small areas), counted BIGINT (of them with residents), estimated
--             BIGINT (of them with those of the last mid-year estimate loaded, not the index's own),
--             residents BIGINT, year INTEGER (30 June of the index's own), estimate_year INTEGER,
--             ordered by edition, district, decile
-- Leaves out  projections; rows by sex where the source also gives both sexes together
with last as (select max(year) as year from population_lsoa where kind = 'estimate'),

once as (
    from population_lsoa
    where kind = 'estimate' and year = (from last)
    qualify (sex is null) = bool_or(sex is null) over (partition by lsoa)
),

people as (select lsoa, sum(residents)::bigint as residents from once group by all),

seen as (
    select lsoa::varchar as lsoa, mode(district::varchar) as district
    from offence
    where status = 'crime' and lsoa is not null and district is not null
    group by all
)

select
    each.edition::integer as edition,
    coalesce(each.district, seen.district) as district,
    each.decile::integer as decile,
    count(*) as areas,
    count(coalesce(people.residents, each.residents)) as counted,
    count(people.residents) as estimated,
    coalesce(sum(coalesce(people.residents, each.residents)), 0)::bigint as residents,
    max(each.residents_year)::integer as year,
    (select year::integer from last) as estimate_year
from deprivation as each
left join people using (lsoa)
left join seen on each.district is null and seen.lsoa = each.lsoa
group by all
order by edition, district, decile
