-- overlaps_unknown: in how many offences with suspect and victim is their relationship unknown?
--
-- Reads       pair
-- One row is  all of them together
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
-- Returns     offences BIGINT, unknown BIGINT (no pair of theirs says it)
-- Leaves out  offences of unknown day, or without suspect or victim
with related as (
    select offence, count(relationship) > 0 as known
    from pair
    where committed_on >= $first and committed_on < $end
        and ($violence = 'any' or is_vwi)
    group by offence
)

select count(*) as offences, count(*) filter (not known) as unknown
from related
