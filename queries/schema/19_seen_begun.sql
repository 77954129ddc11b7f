-- A previous version that kept no counts is itself what its last load counted.
insert into month_count_seen by name
select
    seen.load_id, seen.seen_to, cube.basis, cube.month, cube.offence_group::varchar as offence_group,
    sum(cube.offences) as offences
from previous.cube_month as cube
cross join (
    select
        (select coalesce(max(load_id), 0) from previous.load) as load_id,
        coalesce(
            max(coalesce(recorded_on, last_day(recorded_month))),
            max(coalesce(committed_on, last_day(committed_month)))
        ) as seen_to
    from previous.offence
    where status = 'crime'
) as seen
where seen.load_id < (select coalesce(max(load_id), 0) from load)
group by all;
