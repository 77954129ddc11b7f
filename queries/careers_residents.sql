-- careers_residents: how many people of each block of ages live in the areas at each mid-year?
--
-- Reads       population
-- One row is  a block of $width ages, a year and a kind
-- Parameters  $areas        VARCHAR[]  area codes; all of them must have figures for the year
--             $sex          VARCHAR    NULL = everybody
--             $low, $high   INTEGER    first and last age, both inclusive
--             $width        INTEGER    ages a block has; $high - $low + 1 is a multiple of it
-- Returns     area INTEGER (first age of the block: the name that person-years are made by), year
--             INTEGER, kind VARCHAR, residents BIGINT, ordered by area, year, kind
-- Leaves out  years with no figures for one of the areas, source bands that straddle a block's edge,
--             and rows by sex where the source also gives both sexes together
with chosen as (
    select *
    from population
    where list_contains($areas::varchar[], area) and ($sex is null or sex::varchar = $sex)
        and age_low >= $low and age_high <= $high
    qualify $sex is not null or (sex is null) = bool_or(sex is null) over (partition by area, year, kind)
)

select
    ($low + (age_low - $low) // $width * $width)::integer as area,
    year::integer as year,
    kind,
    sum(residents)::bigint as residents
from chosen
where (age_low - $low) // $width = (age_high - $low) // $width
group by all
having count(distinct chosen.area) = len($areas::varchar[])
order by 1, 2, 3
