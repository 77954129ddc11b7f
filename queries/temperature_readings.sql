-- temperature_readings: how warm was each day at each station?
--
-- Reads       weather
-- One row is  a day at a station that has a temperature
-- Parameters  none
-- Returns     day DATE, station VARCHAR, mean_c DOUBLE (°C; the middle of highest and lowest
--             where the station gives no mean), max_c DOUBLE (°C, NULL where not given),
--             ordered by day, station
-- Leaves out  days without any temperature: a gap stays a gap
-- Beware      stations may come and go: never average them without their usual distance
select
    day,
    station,
    coalesce(mean_c, (max_c + min_c) / 2) as mean_c,
    max_c
from weather
where coalesce(mean_c, max_c + min_c, max_c) is not null
order by day, station
