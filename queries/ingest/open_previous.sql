-- open_previous: what does the previous version know of offences and people?
--
-- Reads       previous.offence, previous.involvement
-- One row is  see open_load
-- Parameters  none
-- Returns     nothing: fills known_offence and known_person
-- Leaves out  nothing; withdrawn offences stay known, so that they can come back
-- Beware      runs only where there is a previous version
insert into known_offence
select
    offence_id, content_hash, status,
    coalesce(committed_on, committed_month, recorded_on, recorded_month) as first_day,
    coalesce(committed_on, last_day(committed_month), recorded_on, last_day(recorded_month)) as last_day,
    false as in_load
from previous.offence;

insert into known_person
select offence.offence_id, person.content_hash, count(*) as times, false as in_load
from previous.involvement as person
join previous.offence as offence using (offence)
group by all;
