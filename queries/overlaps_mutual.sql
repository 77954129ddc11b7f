-- overlaps_mutual: how many offences are one side of a counter-allegation?
--
-- Reads       pair, involvement
-- One row is  all of them together
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
-- Returns     offences BIGINT (with a known suspect and a known victim), mutual BIGINT (of them with
--             another offence within a day in which the same two persons changed roles), people BIGINT
--             (different ones in mutual offences)
-- Leaves out  offences of unknown day, or with nobody known on one side
with met as (
    select pair.offence, hurt.person as victim, named.person as suspect, named.committed_on as day
    from pair
    join involvement as hurt on hurt.involvement = pair.victim
    join involvement as named on named.involvement = pair.suspect
    where hurt.person is not null and named.person is not null and hurt.person <> named.person
        and named.committed_on >= $first and named.committed_on < $end
        and ($violence = 'any' or named.is_vwi)
),

answered as (
    select one.offence, one.victim
    from met as one
    join met as other on one.victim = other.suspect and one.suspect = other.victim
    where one.offence <> other.offence and abs(datediff('day', one.day, other.day)) <= 1
)

select
    (select count(distinct offence) from met) as offences,
    count(distinct offence) as mutual,
    count(distinct victim) as people
from answered
