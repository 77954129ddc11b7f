-- blanks_people: what is not known of suspects and victims, by field, year and district?
--
-- Reads       involvement
-- One row is  a role, field, calendar year and district; year NULL = undated, district NULL = unknown
-- Parameters  $basis   VARCHAR    'recorded' or 'committed': which date says the year
--             $groups  VARCHAR[]  NULL = all groups, empty = none
--             $first   DATE       first month on offer
-- Returns     role, field VARCHAR, year INTEGER, district VARCHAR, unknown, whole BIGINT (people, each as
--             often as they are in an offence), ordered by role, field, year, district
-- Leaves out  roles other than suspect and victim; records of status other than crime; offences dated
--             before the first month on offer
with counted as (
    select
        role::varchar as role,
        year(if($basis = 'recorded', recorded_month, committed_month))::integer as year,
        district::varchar as district,
        count(*) as whole,
        count(*) - count(person) as person,
        count(*) - count(age_low) as age,
        count(*) - count(sex) as sex
    from involvement
    where status = 'crime'
        and role in ('suspect', 'victim')
        and ($groups is null or list_contains($groups, offence_group::varchar))
        and coalesce(if($basis = 'recorded', recorded_month, committed_month) >= $first, true)
    group by all
)

unpivot counted
on person, age, sex
into name field value unknown
order by role, field, year, district
