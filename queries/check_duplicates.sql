-- check_duplicates: how many offences say the same as another under another reference?
--
-- Reads       offence
-- One row is  the store
-- Parameters  none
-- Returns     offences BIGINT: those beyond the first of each content
-- Leaves out  records that are no crime; records without a reference, which are known by their content
-- Beware      with a day, a code and a street only, different crimes do look the same
select count(*) - count(distinct content_hash) as offences
from offence
where status = 'crime' and not starts_with(offence_id, 'row:')
