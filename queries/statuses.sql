-- statuses: how many records of each status does the store hold?
--
-- Reads       offence
-- One row is  a status
-- Parameters  none
-- Returns     status VARCHAR, offences BIGINT, ordered by status
-- Leaves out  nothing
select status::varchar as status, count(*) as offences
from offence
group by status
order by status
