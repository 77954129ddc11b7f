-- repeat_careers: how many occasions do people have in the whole extract, if the filters choose their first?
--
-- Reads       career; involvement (through the macro involved)
-- One row is  a number of occasions that people have
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     occasions BIGINT (of each), people BIGINT, offences BIGINT, harm DOUBLE (sum of severity
--             weights), unweighted BIGINT (offences without a weight); ordered by occasions
-- Leaves out  people unknown and occasions of unknown day
-- Beware      the filters choose first days only: what is counted is the whole extract, wherever it was
with chosen as (
    select distinct person, committed_on as day
    from involved(
        $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
)

select
    career.occasions::bigint as occasions,
    count(*) as people,
    sum(career.offences)::bigint as offences,
    round(sum(career.harm), 3) as harm,
    sum(career.unweighted)::bigint as unweighted
from career
semi join chosen on career.person = chosen.person and career.day = chosen.day
where career.injury = ($violence = 'injury') and career.role = $side::person_role
group by career.occasions
order by career.occasions
