-- repeat_people: how many of the chosen occasions does each person have, and how much harm?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a profile: all people with the same number of occasions and the same harm
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     occasions BIGINT, harm DOUBLE (sum of severity weights, 0 without any), people BIGINT,
--             offences BIGINT, unweighted BIGINT (of them without a weight); ordered by occasions, harm
-- Leaves out  people unknown, occasions of unknown day, and what the filters do not choose
with
chosen as (
    select who.person, who.offence, any_value(inside.committed_on) as day, any_value(inside.severity_weight) as weight
    from involvement as who
    inner join
        selected(
            $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
            $by_person, $age_lows, $age_highs, $sex, $role
        ) as inside
        on who.offence = inside.offence
    where who.role = $side::person_role
        and who.person is not null
        and inside.committed_on is not null
        and ($violence = 'any' or inside.is_vwi)
    group by who.person, who.offence
),

people as (
    select
        person,
        count(distinct day) as occasions,
        round(coalesce(sum(weight), 0), 3) as harm,
        count(*) as offences,
        count(*) - count(weight) as unweighted
    from chosen
    group by person
)

select
    occasions,
    harm,
    count(*) as people,
    sum(offences)::bigint as offences,
    sum(unweighted)::bigint as unweighted
from people
group by occasions, harm
order by occasions, harm
