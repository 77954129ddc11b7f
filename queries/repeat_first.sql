-- repeat_first: when was everybody first recorded in a role, when again, and does the first time match?
--
-- Reads       career; involvement (through the macro involved)
-- One row is  a person with an occasion in the role, in the whole extract
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     day DATE, again DATE (NULL = not again), sex VARCHAR, age UTINYINT, domestic BOOLEAN
--             (an offence of the first day is flagged), occasions BIGINT, rows BIGINT (offences),
--             harm DOUBLE, chosen BOOLEAN (the first day matches the filters); no order
-- Leaves out  people unknown and occasions of unknown day
-- Beware      the filters choose first days only: `again` is any later occasion, wherever it was
with chosen as (
    select distinct person, committed_on as day
    from involved(
        $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
)

select
    career.day,
    career.again,
    career.sex::varchar as sex,
    if(career.age_low = career.age_high, career.age_low, null) as age,
    career.domestic,
    career.occasions::bigint as occasions,
    career.offences::bigint as rows,
    career.harm,
    chosen.person is not null as chosen
from career
left join chosen on career.person = chosen.person and career.day = chosen.day
where career.injury = ($violence = 'injury') and career.role = $side::person_role
