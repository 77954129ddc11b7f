-- repeat_people: how many of the chosen occasions does each person have, and how much harm?
--
-- Reads       involvement (through the macro involved)
-- One row is  a profile: all people with the same number of occasions and the same harm
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $missing   DOUBLE   the weight of an offence that has none
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     occasions BIGINT, harm DOUBLE (sum of severity weights), people BIGINT,
--             offences BIGINT, unweighted BIGINT (of them without a weight), heaviest DOUBLE (the
--             highest weight among them, NULL without any); ordered by occasions, harm
-- Leaves out  people unknown, occasions of unknown day, and what the filters do not choose
with days as (
    select
        person,
        sum(coalesce(severity_weight, $missing::double)) as harm,
        count(*) as offences,
        count(*) - count(severity_weight) as unweighted,
        max(severity_weight) as heaviest
    from involved(
        $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
    where not doubled and committed_on is not null and ($violence = 'any' or is_vwi)
    group by person, committed_on
),

people as (
    select
        person,
        count(*) as occasions,
        round(sum(harm), 3) as harm,
        sum(offences) as offences,
        sum(unweighted) as unweighted,
        max(heaviest) as heaviest
    from days
    group by person
)

select
    occasions,
    harm,
    count(*) as people,
    sum(offences)::bigint as offences,
    sum(unweighted)::bigint as unweighted,
    max(heaviest) as heaviest
from people
group by occasions, harm
order by occasions, harm
