-- offenders_profiles: in which years, and of which age band then, were the same people suspects?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a profile (people with the same years and bands) and one of its years
-- Parameters  $first, $end  DATE       whole years from $first, by date committed; $end is exclusive
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $sex          VARCHAR    of the suspects; NULL = everybody
--             $everybody    BOOLEAN    whether a suspect without a key is one more person
--             $lows, $highs INTEGER[]  first and last ages of the bands
-- Returns     profile BIGINT, year INTEGER (0 = the twelve months from $first), band INTEGER
--             (0 = the first), persons BIGINT (the same in all rows of a profile), ordered by
--             profile, year
-- Leaves out  suspects of unknown age, or of a band of ages that straddles two
with chosen as (
    select
        coalesce(who.person, -who.involvement - 1) as person,
        datediff('month', $first::date, who.committed_month) // 12 as year,
        coalesce(who.committed_on, who.committed_month) as day,
        min(who.age_low) as age_low,
        max(who.age_high) as age_high,
        if(count(distinct who.sex) = 1, min(who.sex)::varchar, null) as sex
    from selected(
        'committed', $first, $end, $level, $areas, $groups, $domestic, $knife,
        false, null, null, null, null
    )
    join involvement as who using (offence)
    where who.role = 'suspect' and (who.person is not null or $everybody)
    group by all
),

yearly as (
    select
        person,
        year,
        arg_min(age_low, day) as age_low,
        arg_min(age_high, day) as age_high,
        arg_min(sex, day) as sex
    from chosen
    group by person, year
),

bands as (
    select
        unnest(range(len($lows::integer[]))) as band,
        unnest($lows::integer[]) as low,
        unnest($highs::integer[]) as high
),

placed as (
    select person, list(year * 100 + band order by year) as cells
    from yearly
    join bands on age_low >= low and age_high <= high
    where $sex is null or sex = $sex
    group by person
),

profiles as (
    select cells, count(*) as persons, row_number() over (order by cells) as profile
    from placed
    group by cells
)

select
    profile,
    (cell // 100)::integer as year,
    (cell % 100)::integer as band,
    persons
from (select profile, persons, unnest(cells) as cell from profiles)
order by profile, year
