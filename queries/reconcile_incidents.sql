-- reconcile_incidents: how many records share their incident with another of the same group?
--
-- Reads       offence
-- One row is  a year recorded and a group
-- Parameters  $turns  INTEGER  months from January to the first month of a year
-- Returns     recorded_year DATE, offence_group VARCHAR, shared BIGINT (records beyond the first of
--             their incident and group), ordered by recorded_year, offence_group
-- Leaves out  records that are no crime, or without a date recorded or an incident
select
    (date_trunc('year', recorded_month - to_months($turns)) + to_months($turns))::date as recorded_year,
    offence_group::varchar as offence_group,
    count(incident_id) - count(distinct incident_id) as shared
from offence
where status = 'crime' and recorded_month is not null and incident_id is not null
group by all
order by recorded_year, offence_group
