-- overlaps_relations: who was a suspect of partner violence, and who of general violence, in which month?
--
-- Reads       relation
-- One row is  a person, a kind of violence and a day
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
-- Returns     person INTEGER, month SMALLINT (since January 1970), general BOOLEAN (against an
--             acquaintance or a stranger; else against a partner or ex-partner), ordered by person,
--             day, general
-- Leaves out  family violence and unknown relationships, people unknown, offences of unknown day
select person, datediff('month', date '1970-01-01', day)::smallint as month, general
from relation
where $violence = 'any' or injury
order by person, day, general
