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
        weight,
        hurt,
        committed_on,
        if($violence = 'any', answered, injury_answered) as answered
    from pair
    where hurt <> named and committed_on >= $first and committed_on < $end
        and ($violence = 'any' or is_vwi)
),

accused as (
    select offence, hurt
    from met
    where answered > 0
        and answered & (if(committed_on = $first, 0, 1) + 2 + if(committed_on = $end::date - 1, 0, 4)) > 0
)

-- an offence with a single pair is met once, and needs not be told from others
select
    (select count(*) filter (weight = 1) + count(distinct if(weight < 1, offence, null)) from met) as offences,
    (select count(distinct offence) from accused) as mutual,
    (select count(distinct hurt) from accused) as people
