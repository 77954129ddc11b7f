-- offenders_pairs: how old are suspect and victim of the same offence, and what are they to each other?
--
-- Reads       offence (through the macro selected), pair, involvement
-- One row is  a year, kind of relation, and two ages; or one pair of an offence with several
-- Parameters  $first, $end  DATE       whole years from $first, by date committed; $end is exclusive
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_relationship  BOOLEAN  whether the relation says what is domestic, not the flag
-- Returns     year INTEGER (0 = the twelve months from $first), stratum VARCHAR ('domestic',
--             'other', 'unknown'), offence INTEGER (NULL where the row stands for offences with one
--             pair), suspect_age and victim_age UTINYINT (NULL where one of them is not known
--             exactly), offences BIGINT, weight DOUBLE (of each; the pairs of an offence with
--             both ages known sum to 1), ordered by year, stratum, offence, the ages
-- Leaves out  offences without both a suspect and a victim
with pairs as (
    select
        datediff('month', $first::date, each.committed_month) // 12 as year,
        case
            when $by_relationship and pair.relationship is null then 'unknown'
            when $by_relationship then if(pair.relationship in ('acquaintance', 'stranger'), 'other', 'domestic')
            when each.domestic is null then 'unknown'
            else if(each.domestic, 'domestic', 'other')
        end as stratum,
        offence,
        suspect.age_low = suspect.age_high and victim.age_low = victim.age_high as known,
        suspect.age_low as suspect_age,
        victim.age_low as victim_age,
        pair.weight
    from selected(
        'committed', $first, $end, $level, $areas, $groups, $domestic, $knife,
        false, null, null, null, null
    ) as each
    join pair using (offence)
    join involvement as victim on victim.involvement = pair.victim
    join involvement as suspect on suspect.involvement = pair.suspect
),

told as (
    select
        year,
        stratum,
        if(count(*) over (partition by offence) > 1, offence, null) as offence,
        suspect_age,
        victim_age,
        weight / sum(weight) over (partition by offence) as weight
    from pairs
    where coalesce(known, false)
)

select
    year::integer as year,
    stratum,
    offence,
    suspect_age,
    victim_age,
    count(*) as offences,
    if(offence is null, 1.0, weight) as weight
from told
group by all
union all by name
select
    year::integer as year,
    stratum,
    null as offence,
    null as suspect_age,
    null as victim_age,
    count(*) as offences,
    1.0 as weight
from (
    select year, min(stratum) as stratum, offence
    from pairs
    group by year, offence
    having not bool_or(coalesce(known, false))
)
group by all
order by year, stratum, offence, suspect_age, victim_age
