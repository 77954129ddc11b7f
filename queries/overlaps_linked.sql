-- overlaps_linked: who was in an offence with whom, one as suspect and the other as victim, and when?
--
-- Reads       couple
-- One row is  two persons, in whichever roles, and a day
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
--             $last      INTEGER  the highest number that the lower person may have
-- Returns     one INTEGER, other INTEGER (person; one < other), month INTEGER (since January 1970),
--             ordered by one, other, day
-- Leaves out  people unknown, offences of unknown day
select one, other, datediff('month', date '1970-01-01', day) as month
from couple
where one <= $last and ($violence = 'any' or injury)
order by one, other, day
