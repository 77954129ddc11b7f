-- capabilities: what can this version answer? One row, a column for each field of Capabilities.
-- Status crime only. Maps are ordered, largest first.
with crimes as (from offence where status = 'crime'),

people as (from involvement where status = 'crime'),

begun as (select min(recorded_month) as month from crimes),

by_group as (select offence_group::varchar as code, count(*) as offences from crimes group by all),

by_level as (
    select level, list((code, name) order by name, code) as areas
    from boundary
    where is_small(level)
    group by level
),

by_district as (
    select district::varchar as code, count(*) as offences from crimes where district is not null group by all
),

of_crimes as (
    select
        count(*) as offences,
        coalesce(
            max(coalesce(recorded_on, last_day(recorded_month))),
            max(coalesce(committed_on, last_day(committed_month)))
        ) as extract_to,
        [min(recorded_month), max(recorded_month)] as recorded_months,
        -- offences reported decades later would stretch every axis: the months on offer begin with recording
        [
            coalesce(
                min(committed_month) filter (begun.month is null or committed_month >= begun.month),
                max(committed_month)
            ),
            max(committed_month)
        ] as committed_months,
        count(committed_on) > 0 as has_day,
        count(*) filter (committed_precision = 'minute') > 0 as has_hour,
        count(*) filter (easting is not null and northing is not null) > 0 as has_coordinates,
        count(*) filter (in_square(location_quality)) > 0 as has_squares,
        count(lsoa) > 0 as has_lsoa,
        count(ho_code) > 0 as has_ho_code,
        count(domestic) > 0 as has_domestic,
        count(knife) > 0 as has_knife,
        count(severity_weight) > 0 as has_severity
    from crimes
    cross join begun
),

of_people as (
    select
        count(*) as involvements,
        count(distinct person) as persons,
        count(*) filter (role = 'victim') > 0 as has_victims,
        count(*) filter (role = 'suspect') > 0 as has_suspects,
        count(person) > 0 as has_persons,
        count(*) filter (age_low = age_high) > 0 as has_exact_age,
        count(age_low) > 0 as has_age,
        count(sex) > 0 as has_sex,
        count(relationship) > 0 as has_relationship
    from people
)

select
    of_crimes.*,
    of_people.*,
    (select list((code, offences) order by offences desc, code) from by_group) as groups,
    (select list((code, offences) order by offences desc, code) from by_district) as districts,
    (select list((level, areas) order by level) from by_level) as small_areas,
    (select count(*) > 0 from population) as has_population,
    (select count(*) > 0 from weather) as has_weather,
    (select count(*) > 0 from admission) as has_admissions,
    (select count(*) > 0 from attendance) as has_attendances,
    (select count(*) > 0 from deprivation) as has_deprivation
from of_crimes, of_people;
