-- young_people: who is hurt and who is suspected, by age, sex, hour, place and district?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a role, age group, sex, hour, kind of day, place and district that somebody has
-- Parameters  $first, $end  DATE       period by date committed; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $school_days  DATE[]     days on which schools are open
-- Returns     role VARCHAR ('victim', 'suspect'); age VARCHAR ('0_9', '10_17', '18_24', 'under_25' where a
--             source's band lies across these, '25_plus', 'unknown'), sex VARCHAR ('female', 'male',
--             'other', 'unknown'), hour SMALLINT (NULL where not known, or 00:00 exactly), school BOOLEAN
--             (NULL where the day is not known), place VARCHAR and district VARCHAR ('unknown'),
--             people BIGINT (a person in two offences counts twice), in no order
-- Leaves out  offences that name neither victim nor suspect
select
    who.role::varchar as role,
    coalesce(under_25(who.age_low, who.age_high), if(who.age_low >= 25, '25_plus', 'unknown')) as age,
    coalesce(who.sex::varchar, 'unknown') as sex,
    if(which.committed_precision = 'minute' and not which.midnight, hour(which.committed_from), null)::smallint
        as hour,
    which.committed_on in (select unnest($school_days::date[])) as school,
    coalesce(which.place_type::varchar, 'unknown') as place,
    coalesce(which.district::varchar, 'unknown') as district,
    count(*) as people
from selected(
    'committed', $first, $end, $level, $areas, $groups, $domestic, $knife, false, null, null, null, null
) as which
inner join involvement as who on which.offence = who.offence
where who.role in ('victim', 'suspect') and not who.doubled
group by all
