-- overlaps_elsewhere: how many occasions lie in districts whose residents are not loaded?
--
-- Reads       occasion (through the macro occasions), population
-- One row is  a month and a district, or all districts whose residents are loaded
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
-- Returns     month INTEGER (since January 1970), district VARCHAR (without residents by sex; NULL = all
--             the others), occasions BIGINT, ordered by month, district
-- Leaves out  occasions of unknown day or district
with lived as (
    select distinct area
    from population
    where sex in ('female', 'male') and area is not null
),

monthly as (
    select datediff('month', date '1970-01-01', day) as month, district::varchar as district, count(*) as occasions
    from occasions($violence)
    where district is not null
    group by all
)

select month, if(lived.area is null, monthly.district, null) as district, sum(occasions)::bigint as occasions
from monthly
left join lived on monthly.district = lived.area
group by all
order by month, district
