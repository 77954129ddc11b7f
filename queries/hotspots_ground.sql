-- hotspots_ground: which squares or small areas has any offence of the extract been in?
--
-- Reads       offence (also through the macro in_small)
-- One row is  a square (or small area) with offences of any kind and time
-- Parameters  $level   VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas   VARCHAR[]  NULL = everywhere, empty = nowhere
--             $at      VARCHAR    'cell' for squares, 'lsoa' for small areas
--             $size    INTEGER    width of a square in metres
-- Returns     code VARCHAR (small area; NULL for squares), east, north BIGINT (metres of the grid: middle
--             of the square, or median of the small area's points; NULL where none is in the force),
--             district VARCHAR (of most of its offences), ordered by code, east, north
-- Leaves out  records that are no crime; for squares, snapped points and points outside the force
with placed as (
    select
        if($at = 'lsoa', lsoa::varchar, null) as code,
        district::varchar as district,
        if(coalesce(location_quality <> 'outside', false), easting, null) as easting,
        if(coalesce(location_quality <> 'outside', false), northing, null) as northing
    from offence
    where status = 'crime'
        and (
            $areas is null
            or list_contains($areas, own_code($level, district, csp, null, null, null))
            or offence in (from in_small($level, $areas))
        )
        and if(
            $at = 'lsoa', lsoa is not null, coalesce(location_quality in ('exact', 'repaired'), false)
        )
)

select
    code,
    case when $at = 'lsoa' then median(easting) else any_value(easting // $size * $size + $size // 2) end::bigint
        as east,
    case when $at = 'lsoa' then median(northing) else any_value(northing // $size * $size + $size // 2) end::bigint
        as north,
    mode(district) as district
from placed
group by code, if($at = 'cell', easting // $size, null), if($at = 'cell', northing // $size, null)
order by code, east, north
