-- districts_people: how old are the people in a role in the chosen offences, and who is so again?
--
-- Reads       involvement (through the macro involved)
-- One row is  an age group with people in it
-- Parameters  $side         VARCHAR    'suspect' or 'victim'
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     ages VARCHAR ('under_18', '18_24', '25_39', '40_and_over' or 'unknown': the age at the
--             first of the days; unknown too where a band straddles two groups), people BIGINT, again
--             BIGINT (of them on two days or more), ordered by ages
-- Leaves out  people without a usable key
with people as (
    select
        person,
        min_by(age_low, committed_on) as low,
        min_by(age_high, committed_on) as high,
        count(distinct committed_on) as days
    from involved(
        $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
    where not doubled and committed_on is not null
    group by person
)

select
    case
        when high <= 17 then 'under_18'
        when low >= 18 and high <= 24 then '18_24'
        when low >= 25 and high <= 39 then '25_39'
        when low >= 40 then '40_and_over'
        else 'unknown'
    end as ages,
    count(*) as people,
    count(*) filter (days > 1) as again
from people
group by all
order by ages
