-- check_blanks_by_year: which share of each field is unknown in each year?
--
-- Reads       offence, involvement
-- One row is  a calendar year of recording (of commission where that is missing)
-- Parameters  none
-- Returns     year BIGINT, offences BIGINT, then shares DOUBLE in per cent with one decimal
-- Leaves out  records that are no crime
-- Beware      a field the source never has is 100 in every year; a jump is a change of system or form
with crimes as (
    select *, year(coalesce(recorded_month, committed_month)) as year
    from offence
    where status = 'crime'
),

offences as (
    select
        year,
        count(*) as offences,
        round(100 * count_if(committed_on is null) / count(*), 1) as committed_on,
        round(100 * count_if(recorded_on is null) / count(*), 1) as recorded_on,
        round(100 * count_if(ho_code is null) / count(*), 1) as ho_code,
        round(100 * count_if(offence_group = 'unknown') / count(*), 1) as offence_group,
        round(100 * count_if(domestic is null) / count(*), 1) as domestic,
        round(100 * count_if(knife is null) / count(*), 1) as knife,
        round(100 * count_if(district is null) / count(*), 1) as district,
        round(100 * count_if(easting is null) / count(*), 1) as point,
        round(100 * count_if(severity_weight is null) / count(*), 1) as severity_weight
    from crimes
    group by year
),

people as (
    select
        year(coalesce(recorded_month, committed_month)) as year,
        round(100 * count_if(person is null) / count(*), 1) as person,
        round(100 * count_if(age_low is null) / count(*), 1) as age,
        round(100 * count_if(sex is null) / count(*), 1) as sex
    from involvement
    where status = 'crime'
    group by all
)

select offences.*, people.person, people.age, people.sex
from offences
left join people using (year)
order by year
