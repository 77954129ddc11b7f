-- overlaps_times: how often was everybody a suspect, and how often a victim, in each window?
--
-- Reads       occasion (through the macro occasions)
-- One row is  a person and a window
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
--             $first     DATE     first day of the first window
--             $end       DATE     day after the last window
--             $months    INTEGER  length of a window
-- Returns     person INTEGER, bin INTEGER (0 = the window from $first), suspected BIGINT, hurt BIGINT
--             (occasions in the role); no order
-- Leaves out  people unknown and occasions of unknown day
select
    person,
    (datediff('month', $first::date, day) // $months)::integer as bin,
    count(*) filter (role = 'suspect') as suspected,
    count(*) filter (role = 'victim') as hurt
from occasions($violence)
where day >= $first and day < $end
group by all
