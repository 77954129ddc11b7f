-- repeat_careers: how many occasions do people have in the whole extract, if the filters choose their first?
--
-- Reads       occasion (through the macro occasions); offence, involvement (also through selected)
-- One row is  a number of occasions that people have
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     occasions BIGINT (of each), people BIGINT, offences BIGINT, harm DOUBLE (sum of severity
--             weights), unweighted BIGINT (offences without a weight); ordered by occasions
-- Leaves out  people unknown and occasions of unknown day
-- Beware      the filters choose first days only: what is counted is the whole extract, wherever it was
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

unweighted as (
    select person, count(distinct offence) as offences
    from involvement
    where role = $side::person_role
        and status = 'crime'
        and person is not null
        and committed_on is not null
        and severity_weight is null
        and ($violence = 'any' or is_vwi)
    group by person
),

people as (
    select person, min(day) as day, count(*) as occasions, sum(offences) as offences, sum(harm) as harm
    from occasions($violence)
    where role = $side::person_role
    group by person
)

select
    people.occasions,
    count(*) as people,
    sum(people.offences)::bigint as offences,
    round(sum(people.harm), 3) as harm,
    coalesce(sum(unweighted.offences), 0)::bigint as unweighted
from people
inner join chosen on people.person = chosen.person and people.day = chosen.day
left join unweighted on people.person = unweighted.person
group by people.occasions
order by people.occasions
