-- overlaps_elsewhere: how many occasions of a span lie in districts whose residents are not loaded?
--
-- Reads       occasion (through the macro occasions), population
-- One row is  a district without residents by sex, and one of all occasions
-- Parameters  $violence     VARCHAR  'injury' or 'any': what makes an occasion
--             $first, $end  DATE     by day; $end is exclusive
-- Returns     district VARCHAR (NULL = all occasions of known district), occasions BIGINT, ordered by
--             occasions downwards
-- Leaves out  occasions of unknown day or district
with placed as (
    select
        district::varchar as district,
        district::varchar in (
            select area from population where sex in ('female', 'male') and area is not null
        ) as lived
    from occasions($violence)
    where day >= $first and day < $end and district is not null
)

select district, count(*) as occasions
from placed
where not lived
group by district
union all
select null, count(*) from placed
order by occasions desc, district nulls first
