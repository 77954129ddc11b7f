-- careers_same_pair: does the same suspect hurt the same victim again within a year?
--
-- Reads       pair; offence, for its district and domestic flag
-- One row is  a kind of first occasion, by the domestic flag; and all of them
-- Parameters  $violence     VARCHAR    'injury' (violence with injury) or 'any' offence
--             $first, $end  DATE       days of the first occasions; $end is exclusive
--             $days         INTEGER    days without this pair before, and days looked ahead
--             $areas        VARCHAR[]  district codes of the first occasion; NULL = everywhere
--             $domestic     VARCHAR    'yes', 'no', 'unknown' of the first occasion; NULL = whichever
-- Returns     kind VARCHAR ('all', or 'yes', 'no', 'unknown': the domestic flag; on a day with both, yes),
--             pairs BIGINT, again BIGINT (same victim and suspect on a later day within $days),
--             turned BIGINT (victim and suspect the other way round on a later day within $days),
--             couples BIGINT (two people, whichever is the suspect); and sums over people of products of
--             their pairs, less those over couples, in which both people meet: pairs_pairs, pairs_again,
--             again_again, pairs_turned, turned_turned BIGINT; ordered by kind
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
),

followed as (
    select
        victim,
        suspect,
        kind,
        coalesce(later - day <= $days, false)::int as again,
        (turned.victim is not null)::int as turned
    from firsts
    left join turned using (victim, suspect)
),

held as (
    select kind, victim as one, null as other, again, turned, 1 as sign from followed
    union all
    select kind, suspect, null, again, turned, 1 from followed
    union all
    select kind, least(victim, suspect), greatest(victim, suspect), again, turned, -1 from followed
),

sums as (
    select
        coalesce(kind, 'all') as kind,
        sign,
        count(*) as pairs,
        sum(again) as again,
        sum(turned) as turned
    from held
    group by grouping sets ((kind, sign, one, other), (sign, one, other))
)

select
    kind,
    sum(pairs) filter (sign < 0)::bigint as pairs,
    sum(again) filter (sign < 0)::bigint as again,
    sum(turned) filter (sign < 0)::bigint as turned,
    count(*) filter (sign < 0) as couples,
    sum(sign * pairs * pairs)::bigint as pairs_pairs,
    sum(sign * pairs * again)::bigint as pairs_again,
    sum(sign * again * again)::bigint as again_again,
    sum(sign * pairs * turned)::bigint as pairs_turned,
    sum(sign * turned * turned)::bigint as turned_turned
from sums
group by kind
order by kind
