-- hotspots_points: where and when were the latest selected incidents?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  an incident of which day and exact point are known; an offence where the source names no
--             incident
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
--             $most         INTEGER    at most so many, the latest
-- Returns     day DATE, easting, northing BIGINT (metres of the grid), code VARCHAR (small area, or NULL),
--             district VARCHAR, weekday BIGINT (1 = Monday), hour BIGINT (both NULL without a time, or
--             at 00:00 exactly, which is often a default), placed, incidents, offences BIGINT (the same in
--             every row: incidents with day and point, incidents, offences), ordered by day
-- Leaves out  incidents beyond the latest $most, or without day or exact point: the counts say how many;
--             undated offences (left_out), unknown flags and areas where a filter asks for a
--             known one (left_out_unknown), records that are no crime (left_out)
-- Beware      an incident is dated and placed by its first offence; snapped points are not exact
with chosen as (
    select *
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
),

firsts as (
    select min(offence) as offence from chosen where incident_id is not null group by incident_id
),

incidents as (
    select *, coalesce(location_quality in ('exact', 'repaired'), false) and committed_on is not null as usable
    from chosen
    where incident_id is null or offence in (from firsts)
),

counted as (
    select count(*) filter (where usable) as placed, count(*) as incidents from incidents
),

latest as (
    select *, if(committed_precision = 'minute' and not midnight, committed_from, null) as began
    from incidents
    where usable
    order by committed_on desc, offence desc
    limit $most
)

select
    committed_on as day,
    easting::bigint as easting,
    northing::bigint as northing,
    lsoa::varchar as code,
    district::varchar as district,
    isodow(began) as weekday,
    hour(began) as hour,
    counted.placed,
    counted.incidents,
    (select count(*) from chosen) as offences
from latest
cross join counted
order by committed_on, offence
