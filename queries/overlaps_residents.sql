-- overlaps_residents: how many women and men of each age live in the whole force at each mid-year?
--
-- Reads       population
-- One row is  a year, sex and age or band of ages
-- Parameters  none
-- Returns     year INTEGER, sex TINYINT (0 female, 1 male), age_low UTINYINT, age_high UTINYINT,
--             residents BIGINT, ordered by year, sex, age_low
-- Leaves out  residents not given by sex; years without figures for every area; projections of years
--             that have estimates
with once as (
    select *
    from population
    where sex in ('female', 'male')
    qualify kind = min(kind) over (partition by area, year)
)

select
    year::integer as year,
    (sex = 'male')::tinyint as sex,
    age_low,
    age_high,
    sum(residents)::bigint as residents
from once
group by all
having count(distinct area) = (select count(distinct area) from once)
order by 1, 2, 3
