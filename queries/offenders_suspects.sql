-- offenders_suspects: when, at which age and of which sex was each suspect recorded?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a suspect in an offence
-- Parameters  $first, $end  DATE       whole years from $first, by date committed; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $everybody    BOOLEAN    whether a suspect without a key is one more person
-- Returns     person INTEGER (negative = a suspect without a key), day INTEGER (from $first; the
--             month's first where only the month is known), year INTEGER (0 = the twelve months
--             from $first), age_low and age_high SMALLINT (255 = unknown), sex TINYINT (0 =
--             unknown, 1 = female, 2 = male, 3 = other), in no order
-- Leaves out  suspects without a usable key, unless $everybody
-- Beware      measured: grouping by person and day here takes three times as long as the whole
--             query does; measures/yearly.py groups in a tenth of that
select
    coalesce(who.person, -who.involvement - 1)::integer as person,
    (coalesce(who.committed_on, who.committed_month) - $first::date)::integer as day,
    (datediff('month', $first::date, who.committed_month) // 12)::integer as year,
    coalesce(who.age_low, 255)::smallint as age_low,
    coalesce(who.age_high, 255)::smallint as age_high,
    case who.sex when 'female' then 1 when 'male' then 2 when 'other' then 3 else 0 end::tinyint as sex
from selected(
    'committed', $first, $end, $level, $areas, $groups, $domestic, $knife,
    false, null, null, null, null
)
join involvement as who using (offence)
where who.role = 'suspect' and (who.person is not null or $everybody)
