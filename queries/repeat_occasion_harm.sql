-- repeat_occasion_harm: how much harm is there in a chosen occasion?
--
-- Reads       involvement (through the macro involved)
-- One row is  an amount of harm that occasions have
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $missing   DOUBLE   the weight of an offence that has none
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     harm DOUBLE (sum of severity weights), occasions BIGINT; ordered by harm
-- Leaves out  people unknown, occasions of unknown day, and what the filters do not choose
with occasions as (
    select round(sum(coalesce(severity_weight, $missing::double)), 3) as harm
    from involved(
        $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
    where not doubled and committed_on is not null and ($violence = 'any' or is_vwi)
    group by person, committed_on
)

select harm, count(*) as occasions
from occasions
group by harm
order by harm
