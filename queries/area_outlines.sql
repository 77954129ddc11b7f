-- area_outlines: how do the areas of a level lie?
--
-- Reads       boundary
-- One row is  an area
-- Parameters  $at  VARCHAR  'district', 'csp', 'ward', 'beat' or 'lsoa'
-- Returns     code, name VARCHAR, outline BLOB (WKB, metres of the grid), easting, northing BIGINT (metres, a
--             point inside), source VARCHAR, schematic BOOLEAN, ordered by code
-- Leaves out  nothing
select code, name, outline, easting, northing, source, schematic
from boundary
where level = $at
order by code
