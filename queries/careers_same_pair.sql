-- careers_same_pair: does the same suspect hurt the same victim again within a year?
--
-- Reads       pair; offence, for its district and domestic flag
-- One row is  a kind of first occasion: by the domestic flag and the relationship
-- Parameters  $violence     VARCHAR    'injury' (violence with injury) or 'any' offence
--             $first, $end  DATE       days of the first occasions; $end is exclusive
--             $days         INTEGER    days without this pair before, and days looked ahead
--             $areas        VARCHAR[]  district codes of the first occasion; NULL = everywhere
--             $domestic     VARCHAR    'yes', 'no', 'unknown' of the first occasion; NULL = whichever
-- Returns     kind VARCHAR ('yes', 'no', 'unknown': the domestic flag; on a day with both, yes),
--             pairs BIGINT, again BIGINT (same victim and suspect on a later day within $days),
--             turned BIGINT (victim and suspect the other way round on a later day within $days),
--             ordered by kind
-- Leaves out  pairs with an unknown person or day, people recorded as both sides of one offence,
--             and later occasions of a pair that already has a first one in the period
-- Beware      $end must lie $days before the end of the data, or what comes again is cut off
with days as (
    select
        pair.hurt as victim,
        pair.named as suspect,
        pair.committed_on as day,
        case when bool_or(offence.domestic) then 'yes' when bool_and(not offence.domestic) then 'no' else 'unknown' end
            as kind,
        arg_min(offence.district, offence.offence)::varchar as district
    from pair
    join offence using (offence)
    where pair.hurt <> pair.named and pair.committed_on is not null
        and ($violence = 'any' or pair.is_vwi)
    group by all
),

spaced as (
    select
        *,
        lag(day) over one as earlier,
        lead(day) over one as later
    from days
    window one as (partition by victim, suspect order by day)
),

firsts as (
    select *
    from spaced
    where day >= $first and day < $end
        and (earlier is null or day - earlier > $days)
        and ($areas is null or list_contains($areas::varchar[], district))
        and ($domestic is null or kind = $domestic)
    qualify row_number() over (partition by victim, suspect order by day) = 1
),

turned as (
    select distinct firsts.victim, firsts.suspect
    from firsts
    join days as other on other.victim = firsts.suspect and other.suspect = firsts.victim
    where other.day > firsts.day and other.day - firsts.day <= $days
)

select
    kind,
    count(*) as pairs,
    count(*) filter (later - day <= $days) as again,
    count(turned.victim) as turned
from firsts
left join turned using (victim, suspect)
group by kind
order by kind
