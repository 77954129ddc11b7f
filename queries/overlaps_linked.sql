-- overlaps_linked: who was in an offence with whom, one as suspect and the other as victim?
--
-- Reads       couple
-- One row is  two persons, in whichever roles and however often
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
-- Returns     one INTEGER, other INTEGER (person; one < other); no order
-- Leaves out  people unknown, offences of unknown day
select one, other
from couple
where day >= $first and day < $end
    and ($violence = 'any' or injury)
    and coalesce(if($violence = 'any', previous, injury_previous) < $first, true)
