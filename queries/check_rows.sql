-- check_rows: how many records are there of each status, and how many without people?
--
-- Reads       offence, involvement
-- One row is  a status
-- Parameters  none
-- Returns     status VARCHAR, offences, without_people BIGINT
-- Leaves out  nothing
-- Beware      offences without people are usual where no suspect is known and the victim is a business
select
    status::varchar as status,
    count(*) as offences,
    count(*) filter (not exists (
        select 1
        from involvement
        where involvement.offence = offence.offence
    )) as without_people
from offence
group by status
order by offences desc
