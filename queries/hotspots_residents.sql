-- hotspots_residents: how many people live in each small area, or ward made of them, at each mid-year?
--
-- Reads       population_lsoa, area_link
-- One row is  an area, year and kind
-- Parameters  $at  VARCHAR  'lsoa' or 'ward'
-- Returns     area VARCHAR, year INTEGER, kind VARCHAR ('estimate' or 'projection'), residents BIGINT,
--             ordered by area, year, kind
-- Leaves out  rows by sex where the source also gives both sexes together; small areas without a ward,
--             or with several
with once as (
    from population_lsoa
    qualify (sex is null) = bool_or(sex is null) over (partition by lsoa, year, kind)
),

linked as (
    select from_code, min(to_code) as led_to
    from area_link
    where to_level = 'ward'
    group by from_code
    having count(distinct to_code) = 1
)

select
    if($at = 'ward', led_to, lsoa) as area,
    year::integer as year,
    kind,
    sum(residents)::bigint as residents
from once
left join linked on from_code = lsoa
where $at = 'lsoa' or led_to is not null
group by all
order by area, year, kind
