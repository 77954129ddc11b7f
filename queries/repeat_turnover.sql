-- repeat_turnover: how many occasions do people have in a year, and how many in the next?
--
-- Reads       involvement (through the macro involved)
-- One row is  a profile: all people with the same numbers of occasions in a pair of consecutive years
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $side      VARCHAR  'suspect' or 'victim': whose occasions
--             $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person, $age_lows,
--             $age_highs, $sex, $role  the filters of a selection; of persons: somebody in the offence
-- Returns     year INTEGER (0 = the twelve months from $first on), before BIGINT (occasions in it), after
--             BIGINT (in the next year), people BIGINT (with an occasion in either); ordered by all
-- Leaves out  people unknown, occasions of unknown day, and what the filters do not choose
-- Beware      the last year is paired with one beyond the period, where nobody has anything
with
chosen as (
    select distinct person, committed_on as day, month
    from involved(
        $side, $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
    where committed_on is not null and ($violence = 'any' or is_vwi)
),

yearly as (
    select person, (date_diff('month', $first::date, month) // 12)::integer as year, count(*) as occasions
    from chosen
    group by all
),

paired as (
    select
        coalesce(now.year, later.year - 1) as year,
        coalesce(now.occasions, 0) as before,
        coalesce(later.occasions, 0) as after
    from yearly as now
    full join yearly as later on now.person = later.person and later.year = now.year + 1
)

select year, before, after, count(*) as people
from paired
where year >= 0
group by all
order by all
