-- repeat_groups: which offence groups are violence with injury?
--
-- Reads       offence
-- One row is  an offence group of the store
-- Parameters  none
-- Returns     offence_group VARCHAR, offences BIGINT, injury BIGINT (of them violence with injury); ordered
--             by offence_group
-- Leaves out  what is no recorded crime
select offence_group::varchar as offence_group, count(*) as offences, count(*) filter (is_vwi) as injury
from offence
where status = 'crime'
group by offence_group
order by offence_group
