-- small_areas_districts: in which districts do the chosen small areas lie?
--
-- Reads       offence (also through the macro in_small)
-- One row is  a district
-- Parameters  $level  VARCHAR    'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas  VARCHAR[]  small areas
-- Returns     district VARCHAR, ordered by it
-- Leaves out  districts that only single offences of a small area name: a typing error moves no area
with placed as (
    select mode(district::varchar) as district
    from offence
    where district is not null and offence in (from in_small($level, $areas))
    group by lsoa
)

select distinct district
from placed
order by district
