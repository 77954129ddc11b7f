-- quality_busiest: which pseudonyms can hardly be one person?
--
-- Reads       person
-- One row is  the store
-- Parameters  $most  INTEGER  occasions above which a record can hardly be one person's
-- Returns     people, busy, both_sexes BIGINT, occasions, busy_occasions, busiest BIGINT
-- Leaves out  people unknown; occasions other than as suspect or victim
select
    count(*) as people,
    count_if(suspect_occasions + victim_occasions > $most) as busy,
    count_if(sexes > 1) as both_sexes,
    coalesce(sum(suspect_occasions + victim_occasions), 0)::bigint as occasions,
    coalesce(
        sum(suspect_occasions + victim_occasions) filter (suspect_occasions + victim_occasions > $most), 0
    )::bigint as busy_occasions,
    coalesce(max(suspect_occasions + victim_occasions), 0)::bigint as busiest
from person
