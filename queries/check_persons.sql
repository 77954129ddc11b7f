-- check_persons: are there pseudonyms that can hardly be one person?
--
-- Reads       person
-- One row is  the store
-- Parameters  none
-- Returns     persons, over_50_occasions, both_sexes BIGINT
-- Leaves out  people unknown
-- Beware      a shared placeholder key shows as one very busy person: list it in the mapping's non_persons
select
    count(*) as persons,
    count_if(suspect_occasions + victim_occasions > 50) as over_50_occasions,
    count_if(sexes > 1) as both_sexes
from person
