-- replace_weather: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is day, station
-- Parameters  none
-- Returns     nothing: deletes from and adds to weather
-- Leaves out  nothing
-- Beware      unknown counts as a value of the key
delete from weather
where exists (
    select 1
    from incoming_rows as now
    where now.day is not distinct from weather.day
        and now.station is not distinct from weather.station
);

insert into weather by name
from incoming_rows;
