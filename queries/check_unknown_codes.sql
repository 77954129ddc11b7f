-- check_unknown_codes: which offences are in no group because their code is in no table?
--
-- Reads       offence
-- One row is  a code as the source has it
-- Parameters  none
-- Returns     ho_code VARCHAR, offences BIGINT, first, last DATE (months)
-- Leaves out  records that are no crime; codes beyond the fifty commonest
-- Beware      an empty code is a record with neither code nor group
select
    ho_code::varchar as ho_code, count(*) as offences,
    min(coalesce(recorded_month, committed_month)) as first, max(coalesce(recorded_month, committed_month)) as last
from offence
where status = 'crime' and offence_group = 'unknown'
group by all
order by offences desc, ho_code
limit 50
