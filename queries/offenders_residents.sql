-- offenders_residents: how many people of each age band and sex live in the areas at each mid-year?
--
-- Reads       population
-- One row is  a band, sex, year and kind
-- Parameters  $areas        VARCHAR[]  district codes; all of them must have figures for the year
--             $lows, $highs INTEGER[]  first and last ages of the bands, both inclusive
-- Returns     band INTEGER (0 = the first), sex VARCHAR (NULL = both), year INTEGER, kind VARCHAR,
--             residents BIGINT, ordered by band, sex, year, kind
-- Leaves out  years with no figures for one of the areas, and source bands that straddle an edge
with bands as (
    select
        unnest(range(len($lows::integer[]))) as band,
        unnest($lows::integer[]) as low,
        unnest($highs::integer[]) as high
)

select
    band::integer as band,
    sex::varchar as sex,
    year::integer as year,
    kind,
    sum(residents)::bigint as residents
from population
join bands on age_low >= low and age_high <= high
where list_contains($areas::varchar[], area)
group by all
having count(distinct area) = len($areas::varchar[])
order by 1, 2, 3, 4
