-- offenders_suspects: how many different suspects has each year, by age and sex at the first occasion?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a year of twelve months, an age and a sex
-- Parameters  $first, $end  DATE       whole years from $first, by date committed; $end is exclusive
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $everybody    BOOLEAN    whether a suspect without a key is one more person
-- Returns     year INTEGER (0 = the twelve months from $first), age_low and age_high UTINYINT (at
--             the year's first occasion with a known age; NULL = unknown), sex VARCHAR (NULL =
--             unknown, or recorded as both on that day), suspects BIGINT, occasions BIGINT
--             (distinct days of them), ordered by year, age_low, age_high, sex
-- Leaves out  suspects without a usable key, unless $everybody
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
        arg_min(sex, day) as sex,
        count(*) as occasions
    from chosen
    group by person, year
)

select
    year::integer as year,
    age_low,
    age_high,
    sex,
    count(*) as suspects,
    sum(occasions)::bigint as occasions
from yearly
group by all
order by 1, 2, 3, 4
