-- hotspots_week: in which hours of the week were the selected offences committed?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  an hour of a day of the week that has offences, or the offences without a time
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
-- Returns     weekday BIGINT (1 = Monday; NULL without a time), hour BIGINT (0 to 23), offences BIGINT,
--             midnight BIGINT (of them at 00:00 exactly, often a default), ordered by weekday, hour
-- Leaves out  hours without an offence; undated offences (left_out), unknown flags and areas where a
--             filter asks for a known one (left_out_unknown), records that are no crime (left_out)
-- Beware      a span of time counts where it begins
select
    if(committed_precision = 'minute', isodow(committed_from), null) as weekday,
    if(committed_precision = 'minute', hour(committed_from), null) as hour,
    count(*) as offences,
    count(*) filter (where midnight) as midnight
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
)
group by all
order by weekday, hour
