-- quality_seen: what had each load counted of each month?
--
-- Reads       month_count_seen
-- One row is  a load and a month that it had counted, or one before it
-- Parameters  $basis   VARCHAR    'recorded' or 'committed': which date says the month
--             $groups  VARCHAR[]  NULL = all groups, empty = none
--             $first   DATE       first month on offer
-- Returns     load_id INTEGER, seen_to DATE (last day that load's extract covered), month DATE,
--             offences BIGINT, ordered by load_id, month
-- Leaves out  months before the first on offer; loads after which no month had changed
with loads as (
    select load_id, max(seen_to) as seen_to
    from month_count_seen
    group by load_id
),

chosen as (
    select load_id, month, offence_group, offences
    from month_count_seen
    where basis = $basis
        and month >= $first
        and ($groups is null or list_contains($groups, offence_group))
),

cells as (
    select loads.load_id, loads.seen_to, each.month, each.offence_group
    from loads
    cross join (select distinct month, offence_group from chosen) as each
)

select
    cells.load_id::integer as load_id,
    cells.seen_to,
    cells.month,
    sum(chosen.offences)::bigint as offences
from cells
asof join chosen
    on cells.month = chosen.month
    and cells.offence_group = chosen.offence_group
    and cells.load_id >= chosen.load_id
group by all
order by load_id, month
