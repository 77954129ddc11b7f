-- careers_pseudonyms: how many people of the twelve months before a month come back in the twelve from it on?
--
-- Reads       occasion
-- One row is  a month
-- Parameters  $first, $last  DATE  first days of the first and last month asked for
-- Returns     month DATE, before BIGINT (people recorded in the twelve months before, in any role and
--             offence), later BIGINT (people recorded in the twelve months from it on), again BIGINT
--             (people in both), ordered by month
-- Leaves out  people unknown, and occasions of unknown day
-- Beware      windows are cut off within twelve months of either end of the data
with seen as (
    select distinct person, datediff('month', date '1900-01-01', day) as month
    from occasion
),

neighbours as (
    select
        month,
        lag(month) over one as previous,
        lead(month) over one as following
    from seen
    window one as (partition by person order by month)
),

-- runs of borders between months: a person's last month before a border and first month after it
-- count once each, so nobody counts twice. A run is its first border and the one past its last.
runs as (
    select 'before' as kind, month + 1 as first, least(month + 12, coalesce(following, month + 12)) + 1 as past
    from neighbours
    union all
    select 'later', greatest(month - 11, coalesce(previous + 1, month - 11)), month + 1
    from neighbours
    union all
    select 'again', greatest(month + 1, following - 11), least(month + 12, following) + 1
    from neighbours
    where following - 11 <= month + 12
),

steps as (
    select first as border, kind, 1 as step from runs
    union all
    select past, kind, -1 from runs
    union all
    select unnest(generate_series(
        datediff('month', date '1900-01-01', $first::date), datediff('month', date '1900-01-01', $last::date)
    )), 'before', 0
),

summed as (
    select
        border,
        sum(step) filter (kind = 'before') as before,
        sum(step) filter (kind = 'later') as later,
        sum(step) filter (kind = 'again') as again
    from steps
    group by border
),

risen as (
    select
        (date '1900-01-01' + to_months(border::integer))::date as month,
        coalesce(sum(before) over upto, 0)::bigint as before,
        coalesce(sum(later) over upto, 0)::bigint as later,
        coalesce(sum(again) over upto, 0)::bigint as again
    from summed
    window upto as (order by border rows unbounded preceding)
)

select month, before, later, again
from risen
where month >= $first and month <= $last
order by month
