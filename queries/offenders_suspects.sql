-- offenders_suspects: when, at which age and of which sex was each suspect recorded?
--
-- Reads       involvement
-- One row is  a suspect in an offence
-- Parameters  $first, $end  DATE       whole years from $first, by date committed; $end is exclusive
--             $level        VARCHAR    'district' or 'csp': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $everybody    BOOLEAN    whether a suspect without a key is one more person
--             $within       VARCHAR[]  districts that rates can be of
-- Returns     person INTEGER (negative = a suspect without a key), day INTEGER (from $first; the
--             month's first where only the month is known), year UTINYINT (0 = the twelve months
--             from $first), age_low and age_high UTINYINT (255 = unknown), sex UTINYINT (0 =
--             unknown, 1 = female, 2 = male, 3 = other), ethnicity INTEGER (position among those of
--             offenders_ethnicities, -1 = not recorded), inside BOOLEAN (in a district of $within);
--             as they lie: those with a key by person and, where it is known, day
-- Leaves out  suspects without a usable key, unless $everybody
-- Beware      measured, ten million offences: a macro that joins, or looks for small areas, takes twice to
--             six times as long and loses the order; grouping by person and day here takes three
--             times as long as the whole query does, measures/yearly.py groups in less
select
    coalesce(person, -involvement - 1)::integer as person,
    (coalesce(committed_on, committed_month) - $first::date)::integer as day,
    (datediff('month', $first::date, committed_month) // 12)::utinyint as year,
    coalesce(age_low, 255)::utinyint as age_low,
    coalesce(age_high, 255)::utinyint as age_high,
    case sex when 'female' then 1 when 'male' then 2 when 'other' then 3 else 0 end::utinyint as sex,
    coalesce(enum_code(ethnicity)::integer, -1) as ethnicity,
    coalesce(list_contains($within::varchar[], district::varchar), false) as inside
from involvement
where status = 'crime' and role = 'suspect' and (person is not null or $everybody)
    and committed_month >= $first and committed_month < $end
    and is_chosen(
        district, csp, offence_group, domestic, knife, $level, $areas, $groups, $domestic, $knife
    )
