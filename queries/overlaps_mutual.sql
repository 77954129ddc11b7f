-- overlaps_mutual: how many offences are one side of a counter-allegation?
--
-- Reads       pair
-- One row is  all of them together
-- Parameters  $violence     VARCHAR  'injury' or 'any': which offences count
--             $first, $end  DATE     by day committed; $end is exclusive
-- Returns     offences BIGINT (with a known suspect and a known victim), mutual BIGINT (of them with
--             another offence within a day in which the same two persons changed roles), people BIGINT
--             (different ones in mutual offences)
-- Leaves out  offences of unknown day, or with nobody known on one side
with met as (
    select
        offence,
        hurt,
        if($violence = 'any', answered, injury_answered) as answered,
        -- who answers has to be of the span too
        if(committed_on = $first, 0, 1) + 2 + if(committed_on = $end::date - 1, 0, 4) as within
    from pair
    where hurt <> named and committed_on >= $first and committed_on < $end
        and ($violence = 'any' or is_vwi)
)

select
    count(distinct offence) as offences,
    count(distinct offence) filter (answered & within > 0) as mutual,
    count(distinct hurt) filter (answered & within > 0) as people
from met
