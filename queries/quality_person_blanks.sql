-- quality_person_blanks: what is not known of the people in the offences of each year?
--
-- Reads       involvement
-- One row is  a field, role and calendar year; year NULL = undated
-- Parameters  $basis  VARCHAR  'recorded' or 'committed': which date says the year
-- Returns     role VARCHAR, field VARCHAR, year INTEGER, unknown BIGINT, involvements BIGINT,
--             ordered by role, field, year
-- Leaves out  roles other than suspect and victim; records of status other than crime
with years as (
    select
        role::varchar as role,
        year(if($basis = 'recorded', recorded_month, committed_month))::integer as year,
        count(*) as involvements,
        count(*) - count(person) as person,
        count(*) - count(age_low) as age,
        count(*) - count(sex) as sex
    from involvement
    where status = 'crime' and role in ('suspect', 'victim')
    group by all
)

unpivot years
on columns(* exclude (role, year, involvements))
into name field value unknown
order by role, field, year
