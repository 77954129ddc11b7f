-- quality_records: how many offences has a person record in a year?
--
-- Reads       involvement
-- One row is  a role, a year of twelve months and a number of offences
-- Parameters  $groups  VARCHAR[]  NULL = all groups, empty = none
--             $first   DATE       first day committed of the first year
--             $end     DATE       day after the last
-- Returns     role VARCHAR, year INTEGER (0 = from $first), offences INTEGER (of the record in the year, ten
--             and more as 10), people BIGINT, ordered by role, year, offences
-- Leaves out  people unknown, roles other than suspect and victim, records that are no crime, unknown days
with records as (
    select
        role::varchar as role,
        (datediff('month', $first::date, committed_on) // 12)::integer as year,
        least(count(distinct offence), 10)::integer as offences
    from involvement
    where status = 'crime'
        and role in ('suspect', 'victim')
        and person is not null
        and committed_on >= $first and committed_on < $end
        and ($groups is null or list_contains($groups, offence_group::varchar))
    group by role, year, person
)

select role, year, offences, count(*) as people
from records
group by all
order by role, year, offences
