-- check_persons: are there pseudonyms that can hardly be one person?
--
-- Reads       person
-- One row is  the store
-- Parameters  none
-- Returns     persons, over_50_occasions, both_sexes, occasions, of_over_50 (occasions of persons with
--             more than 50), most_occasions BIGINT
-- Leaves out  people unknown; occasions in other roles than suspect and victim
-- Beware      a shared placeholder key shows as one very busy person: list it in the mapping's non_persons
with counted as (
    select suspect_occasions + victim_occasions as occasions, sexes
    from person
)

select
    count(*) as persons,
    count_if(occasions > 50) as over_50_occasions,
    count_if(sexes > 1) as both_sexes,
    coalesce(sum(occasions), 0)::bigint as occasions,
    coalesce(sum(occasions) filter (occasions > 50), 0)::bigint as of_over_50,
    coalesce(max(occasions), 0)::bigint as most_occasions
from counted
