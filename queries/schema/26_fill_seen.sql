-- What this load counts, where that differs from what the load before did.
insert into month_count_seen by name
with this as (
    select
        (select coalesce(max(load_id), 0) from load) as load_id,
        coalesce(
            max(coalesce(recorded_on, last_day(recorded_month))),
            max(coalesce(committed_on, last_day(committed_month)))
        ) as seen_to
    from offence
    where status = 'crime'
),

now as (
    select basis, month, offence_group::varchar as offence_group, sum(offences) as offences
    from cube_month
    group by all
),

latest as (
    select basis, month, offence_group, arg_max(offences, load_id) as offences
    from month_count_seen
    group by all
)

select
    this.load_id,
    coalesce(this.seen_to, now.month, latest.month) as seen_to,
    basis,
    month,
    offence_group,
    coalesce(now.offences, 0) as offences
from now
full join latest using (basis, month, offence_group)
cross join this
where coalesce(now.offences, 0) <> coalesce(latest.offences, 0);
