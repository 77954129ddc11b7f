-- repeat_occasion_harm: how much harm is there in a chosen occasion?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  an amount of harm that occasions have
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     harm DOUBLE (sum of severity weights, 0 without any), occasions BIGINT; ordered by harm
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

occasions as (
    select round(coalesce(sum(weight), 0), 3) as harm
    from chosen
    group by person, day
)

select harm, count(*) as occasions
from occasions
group by harm
order by harm
