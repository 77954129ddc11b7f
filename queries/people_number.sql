-- people_number: how many people are on record?
--
-- Reads       person
-- One row is  the store
-- Parameters  none
-- Returns     people BIGINT; their surrogates are 1 to that number
-- Leaves out  people unknown
select count(*) as people
from person
