-- repeat_occasions: on which days was everybody recorded as a suspect, and which of them match the filters?
--
-- Reads       occasion (through the macro occasions); involvement (through involved)
-- One row is  an occasion of a suspect, in the whole extract
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     person INTEGER, day DATE, alike SMALLINT (people of the same sex and decade of birth have the
--             same number, as far as known), chosen BOOLEAN (the day matches); ordered by person, day
-- Leaves out  people unknown and occasions of unknown day
with chosen as (
    select distinct person, committed_on as day
    from involved(
        'suspect', $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
)

select
    each.person,
    each.day,
    coalesce((year(each.day) - each.age_low) // 10, 0)::smallint * 4
        + case each.sex when 'female' then 1 when 'male' then 2 else 0 end as alike,
    chosen.person is not null as chosen
from occasions($violence) as each
left join chosen on each.person = chosen.person and each.day = chosen.day
where each.role = 'suspect'
order by each.person, each.day
