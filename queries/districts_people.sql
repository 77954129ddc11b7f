-- districts_people: how old are the people in a role in the chosen offences, and who is so again in one area?
--
-- Reads       involvement (through the macro involved)
-- One row is  an age group with people in it
-- Parameters  $side         VARCHAR    'suspect' or 'victim'
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     ages VARCHAR ('under_18', '18_24', '25_39', '40_and_over' or 'unknown': the age at the
--             first of the days; unknown too where a band straddles two groups), people BIGINT, local
--             BIGINT (these people once in each known district, or partnership by $level), again BIGINT
--             (of local those on two days or more there), ordered by ages
-- Leaves out  people without a usable key
-- Beware      again is within one area, or all areas together would have more of it than each of them
with seen as (
    select person, if($level = 'csp', csp::varchar, district::varchar) as area, committed_on, age_low, age_high
    from involved(
        $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
    where not doubled and committed_on is not null
),

people as (
    select person, min_by(age_low, committed_on) as low, min_by(age_high, committed_on) as high
    from seen
    group by person
),

stays as (
    select person, area, count(distinct committed_on) as days
    from seen
    where area is not null
    group by all
),

held as (
    select person, count(*) as local, count(*) filter (days > 1) as again
    from stays
    group by person
)

select
    case
        when people.high <= 17 then 'under_18'
        when people.low >= 18 and people.high <= 24 then '18_24'
        when people.low >= 25 and people.high <= 39 then '25_39'
        when people.low >= 40 then '40_and_over'
        else 'unknown'
    end as ages,
    count(*) as people,
    coalesce(sum(held.local), 0)::bigint as local,
    coalesce(sum(held.again), 0)::bigint as again
from people
left join held on people.person = held.person
group by all
order by ages
