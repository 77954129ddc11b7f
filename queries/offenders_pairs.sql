-- offenders_pairs: how old are suspect and victim of the same offence, and what are they to each other?
--
-- Reads       offence (through the macro selected), pair, involvement
-- One row is  a year, kind of relation, suspect, and two ages; or one pair of an offence with several
-- Parameters  $first, $end  DATE       whole years from $first, by date committed; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_relationship  BOOLEAN  whether the relation says what is domestic, not the flag
-- Returns     year INTEGER (0 = the twelve months from $first), stratum VARCHAR ('domestic',
--             'other', 'unknown'), offence INTEGER (NULL where the row stands for offences with one
--             pair), suspect INTEGER (any number of the person, NULL = no key), suspect_age and victim_age UTINYINT (NULL where one of them is not known
--             exactly), offences BIGINT, weight DOUBLE (of each; the pairs of an offence with
--             both ages known sum to 1), ordered by year, stratum, offence, suspect, the
--             ages
-- Leaves out  offences without both a suspect and a victim
with pairs as materialized (
    select
        datediff('month', $first::date, each.committed_month) // 12 as year,
        case
            when $by_relationship and pair.relationship is null then 'unknown'
            when $by_relationship then if(pair.relationship in ('acquaintance', 'stranger'), 'other', 'domestic')
            when each.domestic is null then 'unknown'
            else if(each.domestic, 'domestic', 'other')
        end as stratum,
        offence,
        coalesce(suspect.age_low = suspect.age_high and victim.age_low = victim.age_high, false) as known,
        suspect.person as suspect,
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

-- most offences have one pair: only the others need to be looked at offence by offence
several as (
    select
        *,
        count(*) filter (where known) over (partition by offence) as pairs_known,
        row_number() over (partition by offence order by stratum) as place
    from pairs
    where weight < 1
),

told as (
    select
        year,
        stratum,
        null as offence,
        suspect,
        if(known, suspect_age, null) as suspect_age,
        if(known, victim_age, null) as victim_age,
        1.0 as weight
    from pairs
    where weight = 1
    union all
    select
        year,
        stratum,
        if(pairs_known > 1, offence, null) as offence,
        suspect,
        if(known, suspect_age, null) as suspect_age,
        if(known, victim_age, null) as victim_age,
        if(pairs_known > 1, 1.0 / pairs_known, 1.0) as weight
    from several
    where known or (pairs_known = 0 and place = 1)
)

select
    year::integer as year,
    stratum,
    offence,
    suspect::integer as suspect,
    suspect_age,
    victim_age,
    count(*) as offences,
    weight::double as weight
from told
group by all
order by year, stratum, offence, suspect, suspect_age, victim_age
