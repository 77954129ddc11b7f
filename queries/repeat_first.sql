-- repeat_first: when was everybody first recorded in a role, when again, and how often in all?
--
-- Reads       career
-- One row is  a person with an occasion in the role, in the whole extract
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
-- Returns     person INTEGER, day DATE, again DATE (NULL = not again), sex VARCHAR, age UTINYINT, domestic
--             BOOLEAN (an offence of the first day is flagged), occasions BIGINT, rows BIGINT (offences),
--             harm DOUBLE, unweighted BIGINT (offences without a weight); ordered by person
-- Leaves out  people unknown and occasions of unknown day
select
    person,
    day,
    again,
    sex::varchar as sex,
    if(age_low = age_high, age_low, null) as age,
    domestic,
    occasions::bigint as occasions,
    offences::bigint as rows,
    harm,
    unweighted::bigint as unweighted
from career
where injury = ($violence = 'injury') and role = $side::person_role
order by person
