-- overlaps_roles: who was a suspect, and who a victim, in which month?
--
-- Reads       occasion (through the macro occasions)
-- One row is  an occasion
-- Parameters  $violence  VARCHAR  'injury' or 'any': what makes an occasion
-- Returns     person INTEGER, month SMALLINT (since January 1970), victim BOOLEAN, single BOOLEAN (an
--             offence of the day is not answered by another within a day, with the same two persons in
--             opposite roles), ordered by person, day, role
-- Leaves out  people unknown and occasions of unknown day
select
    person,
    datediff('month', date '1970-01-01', day)::smallint as month,
    role = 'victim' as victim,
    single > 0 as single
from occasions($violence)
order by person, day, role
