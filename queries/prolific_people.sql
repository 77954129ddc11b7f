-- prolific_people: who was recorded as a suspect on the most occasions that the filters choose?
--
-- Reads       occasion (also through the macro occasions), person; involvement (through involved)
-- One row is  a person; where nobody is listed, one row without a pseudonym
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $fewest    BIGINT   occasions that somebody must have to be listed
--             $most      BIGINT   people listed at most
--             $children  BOOLEAN  list people under 18, or of unknown age, too
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     pseudonym VARCHAR (its first eight digits), chosen BIGINT (occasions as a suspect that the
--             filters choose); of the whole extract occasions BIGINT (as a suspect), offences BIGINT, harm
--             DOUBLE, first_day DATE, last_day DATE, as_victim BIGINT (occasions); age_low, age_high
--             UTINYINT (at the latest occasion, of any kind and in either role, with a known age); people
--             BIGINT (who have $fewest occasions or more, listed or not), withheld BIGINT (of them under 18
--             or of unknown age); ordered by chosen, offences, harm, downwards, then pseudonym
-- Leaves out  people unknown, occasions of unknown day; who is under 18 or of unknown age unless asked for
-- Beware      the store answers this only with an opening that is logged: Store.disclose
with
inside as (
    select distinct person, committed_on as day
    from involved(
        'suspect', $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
),

counted as (
    select
        each.person,
        count(inside.day) filter (each.role = 'suspect') as chosen,
        count(*) filter (each.role = 'suspect') as occasions,
        sum(each.offences) filter (each.role = 'suspect') as offences,
        sum(each.harm) filter (each.role = 'suspect') as harm,
        min(each.day) filter (each.role = 'suspect') as first_day,
        max(each.day) filter (each.role = 'suspect') as last_day,
        count(*) filter (each.role = 'victim') as as_victim
    from occasions($violence) as each
    left join inside on each.person = inside.person and each.day = inside.day
    where each.person in (select person from inside)
    group by each.person
    having chosen >= $fewest
),

aged as (
    select person, age_low, age_high
    from occasion
    where age_low is not null and person in (select person from counted)
    qualify row_number() over (partition by person order by day desc, age_low) = 1
),

candidates as (
    select counted.*, aged.age_low, aged.age_high, coalesce(aged.age_low >= 18, false) as adult
    from counted
    left join aged on counted.person = aged.person
),

listed as (
    select candidates.* exclude (adult), left(person.pseudonym::varchar, 8) as pseudonym
    from candidates
    inner join person on candidates.person = person.person
    where candidates.adult or $children
    order by chosen desc, offences desc, harm desc, pseudonym
    limit $most
),

sums as (
    select count(*) as people, count(*) filter (not adult) as withheld
    from candidates
)

select listed.* exclude (person), sums.people, sums.withheld
from sums
left join listed on true
order by chosen desc, offences desc, harm desc, pseudonym
