-- reconcile_codes: which Home Office codes occur in a year?
--
-- Reads       offence
-- One row is  a year recorded, a group and a code
-- Parameters  $turns  INTEGER  months from January to the first month of a year
-- Returns     recorded_year DATE, offence_group, ho_code VARCHAR, offences BIGINT, ordered by the first three
-- Leaves out  records that are no crime, or without a date recorded or a code
select
    (date_trunc('year', recorded_month - to_months($turns)) + to_months($turns))::date as recorded_year,
    offence_group::varchar as offence_group,
    ho_code::varchar as ho_code,
    count(*) as offences
from offence
where status = 'crime' and recorded_month is not null and ho_code is not null
group by all
order by recorded_year, offence_group, ho_code
