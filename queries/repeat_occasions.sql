-- repeat_occasions: on which days was everybody recorded in a role?
--
-- Reads       occasion (through the macro occasions)
-- One row is  an occasion, in the whole extract
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
-- Returns     person INTEGER, day INTEGER (since 1 January 1970), alike SMALLINT (people of the same sex
--             and decade of birth have the same number, as far as known); ordered by person, day
-- Leaves out  people unknown and occasions of unknown day
select
    person,
    day - date '1970-01-01' as day,
    coalesce((year(day) - age_low) // 10, 0)::smallint * 4
        + case sex when 'female' then 1 when 'male' then 2 else 0 end as alike
from occasions($violence)
where role = $side::person_role
order by person, day
