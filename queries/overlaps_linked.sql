-- overlaps_linked: who was in an offence with whom, one as suspect and the other as victim?
--
-- Reads       pair, involvement
-- One row is  two persons, in whichever roles and however often
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
-- Returns     one INTEGER, other INTEGER (person; one < other); no order
-- Leaves out  people unknown, offences of unknown day
select distinct least(hurt.person, named.person) as one, greatest(hurt.person, named.person) as other
from pair
join involvement as hurt on hurt.involvement = pair.victim
join involvement as named on named.involvement = pair.suspect
where hurt.person is not null and named.person is not null and hurt.person <> named.person
    and named.committed_on >= $first and named.committed_on < $end
    and ($violence = 'any' or named.is_vwi)
