-- quality_offence_blanks: what is not known of the offences of each year?
--
-- Reads       offence
-- One row is  a field and calendar year; year NULL = undated
-- Parameters  $basis  VARCHAR  'recorded' or 'committed': which date says the year
-- Returns     field VARCHAR, year INTEGER, unknown BIGINT, offences BIGINT, ordered by field, year
-- Leaves out  records of status other than crime
with years as (
    select
        year(if($basis = 'recorded', recorded_month, committed_month))::integer as year,
        count(*) as offences,
        count(*) - count(committed_month) as month_committed,
        count(*) - count(recorded_month) as month_recorded,
        count(*) - count(if(committed_precision = 'minute', 1, null)) as hour_committed,
        count(*) - count(if(offence_group::varchar <> 'unknown', 1, null)) as offence_group,
        count(*) - count(ho_code) as home_office_code,
        count(*) - count(district) as district,
        count(*) - count(lsoa) as small_area,
        count(*) - count(easting) as coordinates,
        count(*) - count(domestic) as domestic_flag,
        count(*) - count(knife) as knife_flag,
        count(*) - count(severity_weight) as severity_weight,
        count(*) - count(outcome) as outcome
    from offence
    where status = 'crime'
    group by all
)

unpivot years
on columns(* exclude (year, offences))
into name field value unknown
order by field, year
