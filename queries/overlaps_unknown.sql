-- overlaps_unknown: in how many offences with suspect and victim is their relationship unknown?
--
-- Reads       pair, involvement
-- One row is  all of them together
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
-- Returns     offences BIGINT, unknown BIGINT (no pair of theirs says it)
-- Leaves out  offences of unknown day, or without suspect or victim
select count(*) as offences, count(*) filter (not related) as unknown
from (
    select pair.offence, count(pair.relationship) > 0 as related
    from pair
    join involvement as suspect on suspect.involvement = pair.suspect
    where suspect.committed_on >= $first and suspect.committed_on < $end
        and ($violence = 'any' or suspect.is_vwi)
    group by pair.offence
)
