-- repeat_first: when was everybody first recorded in a role, when again, and does the first time match?
--
-- Reads       occasion (through the macro occasions); offence, involvement (through selected)
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
with
chosen as (
    select distinct who.person, who.committed_on as day
    from involvement as who
    inner join
        selected(
            $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
            $by_person, $age_lows, $age_highs, $sex, $role
        ) as inside
        on who.offence = inside.offence
    where who.role = $side::person_role and who.person is not null
),

mine as (
    select person, day, age_low, age_high, sex, domestic, offences, harm
    from occasions($violence)
    where role = $side::person_role
),

people as (
    select
        person,
        min(day) as day,
        min(day, 2) as earliest,
        count(*) as occasions,
        sum(offences) as rows,
        sum(harm) as harm
    from mine
    group by person
)

select
    people.day,
    people.earliest[2] as again,
    mine.sex::varchar as sex,
    if(mine.age_low = mine.age_high, mine.age_low, null) as age,
    mine.domestic > 0 as domestic,
    people.occasions,
    people.rows,
    people.harm,
    chosen.person is not null as chosen
from people
inner join mine on people.person = mine.person and people.day = mine.day
left join chosen on people.person = chosen.person and people.day = chosen.day
