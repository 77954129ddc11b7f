-- careers_together: how many offences and suspects are there with somebody else suspected too?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  all selected offences with a suspect ('offences'), or the suspects of an age band
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
--             $bands        VARCHAR[]  names of the age bands
--             $lows, $highs INTEGER[]  their first and last ages
-- Returns     part VARCHAR ('offences', a band, or 'unknown'), units BIGINT (offences, or suspects
--             once an offence), together BIGINT (of them with another suspect), incidents BIGINT,
--             and for an interval that knows incidents to hang together the sums over incidents
--             of units x units, units x together and together x together, selected BIGINT (all
--             selected offences, the same in each row), ordered by part
-- Leaves out  offences without a suspect
-- Beware      a suspect without a usable key counts as one more person; an offence without an
--             incident reference is an incident of its own; references are compared by a 64-bit hash
with chosen as materialized (
    select offence, if(incident_id is null, hash(offence), hash(incident_id)) as incident
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
),

-- who is there twice in one offence is there once, at the ages of both rows
twice as (
    select offence, person, min(age_low) as age_low, max(age_high) as age_high
    from involvement
    where role = 'suspect' and (offence, person) in (
        select offence, person from involvement where doubled and role = 'suspect'
    )
    group by offence, person
),

suspects as materialized (
    select
        who.offence,
        chosen.incident,
        if(twice.offence is null, who.age_low, twice.age_low) as age_low,
        if(twice.offence is null, who.age_high, twice.age_high) as age_high
    from involvement as who
    join chosen using (offence)
    left join twice on who.offence = twice.offence and who.person = twice.person
    where who.role = 'suspect' and not who.doubled
),

sized as materialized (
    select offence, count(*) > 1 as together, any_value(incident) as incident
    from suspects
    group by offence
),

bands as (
    select unnest($bands::varchar[]) as band, unnest($lows::integer[]) as low, unnest($highs::integer[]) as high
),

clustered as (
    select 'offences' as part, incident, count(*) as units, count(*) filter (together) as together
    from sized
    group by incident
    union all
    select coalesce(band, 'unknown'), suspects.incident, count(*), count(*) filter (together)
    from suspects
    join sized using (offence)
    left join bands on age_low >= low and age_high <= high
    group by all
)

select
    part,
    sum(units)::bigint as units,
    sum(together)::bigint as together,
    count(*) as incidents,
    sum(units * units)::double as units_units,
    sum(units * together)::double as units_together,
    sum(together * together)::double as together_together,
    (select count(*) from chosen) as selected
from clustered
group by part
order by part
