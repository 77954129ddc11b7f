-- residents: how many people of the selected ages and sex live in each area at each mid-year?
--
-- Reads       population
-- One row is  an area, year and kind
-- Parameters  $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = all ages
--             $sex          VARCHAR    NULL = everybody
-- Returns     area VARCHAR, year INTEGER, kind VARCHAR ('estimate' or 'projection'), residents
--             BIGINT, cut BIGINT (residents in source bands that straddle a range's edge, not in
--             `residents`), ordered by area, year, kind
-- Leaves out  rows by sex where the source also gives both sexes together, and the other way
--             round: either would count people twice
with chosen as (
    select *
    from population
    where if($sex is null, true, sex::varchar = $sex)
),

once as (
    select *
    from chosen
    qualify $sex is not null or (sex is null) = bool_or(sex is null) over (partition by area, year, kind)
),

placed as (
    select
        *,
        $age_lows is null or len(list_filter(
            list_zip($age_lows::utinyint[], $age_highs::utinyint[]),
            lambda band: age_low >= band[1] and age_high <= band[2]
        )) > 0 as inside,
        $age_lows is not null and len(list_filter(
            list_zip($age_lows::utinyint[], $age_highs::utinyint[]),
            lambda band: age_low <= band[2] and age_high >= band[1]
        )) > 0 as touches
    from once
)

select
    area,
    year::integer as year,
    kind,
    coalesce(sum(residents) filter (inside), 0)::bigint as residents,
    coalesce(sum(residents) filter (touches and not inside), 0)::bigint as cut
from placed
group by area, year, kind
order by area, year, kind
