-- know_offences: remember the offences of this file, for its people and for the files after it
--
-- Reads       offence_row, repeated_id
-- One row is  see open_load
-- Parameters  none
-- Returns     nothing: brings known_offence up to date
-- Leaves out  nothing
-- Beware      the later file of a load is believed
delete from known_offence
where offence_id in (select offence_id from offence_row);

insert into known_offence
select
    offence_id, any_value(content_hash), any_value(status),
    any_value(coalesce(committed_on, committed_month, recorded_on, recorded_month)) as first_day,
    any_value(coalesce(committed_on, last_day(committed_month), recorded_on, last_day(recorded_month))) as last_day,
    true as in_load
from offence_row
where offence_id in (from repeated_id)
group by offence_id
union all
select
    offence_id, content_hash, status,
    coalesce(committed_on, committed_month, recorded_on, recorded_month) as first_day,
    coalesce(committed_on, last_day(committed_month), recorded_on, last_day(recorded_month)) as last_day,
    true as in_load
from offence_row
where offence_id not in (from repeated_id);
