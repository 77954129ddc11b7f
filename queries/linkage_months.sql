-- linkage_months: how many people of the months before a day come back in as many from it on, month by month?
--
-- Reads       occasion
-- One row is  a month
-- Parameters  $first, $last  DATE  first days of the first and last month asked for
--             $side  INTEGER  months on either side
--             $shift  INTEGER  days a month begins after its first one: 0 for calendar months, 14 for
--             months from the 15th on
-- Returns     month DATE (its first day, whatever the shift), before BIGINT (people recorded in the
--             months before, in any role and offence), later BIGINT (people recorded in the months from it
--             on), again BIGINT (people in both), ordered by month
-- Leaves out  people unknown, and occasions of unknown day
-- Beware      windows are cut off within so many months of either end of the data
with seen as (
    select distinct person, datediff('month', date '1900-01-01', day - $shift::integer) as month
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
    select
        'before' as kind,
        month + 1 as first,
        least(month + $side, coalesce(following, month + $side)) + 1 as past
    from neighbours
    union all
    select 'later', greatest(month - $side + 1, coalesce(previous + 1, month - $side + 1)), month + 1
    from neighbours
    union all
    select 'again', greatest(month + 1, following - $side + 1), least(month + $side, following) + 1
    from neighbours
    where following - $side + 1 <= month + $side
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
