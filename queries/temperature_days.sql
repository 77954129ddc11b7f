-- temperature_days: how many selected offences were committed on each day?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a day that has offences; a day without any has no row
-- Parameters  $basis        VARCHAR    'committed': the date that says month and day
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
-- Returns     day DATE (NULL for offences of which only the month is known), offences BIGINT,
--             midnight BIGINT (of them at 00:00 exactly), ordered by day
-- Leaves out  undated offences (left_out), unknown flags and areas where a filter asks
--             for a known one (left_out_unknown), records that are no crime (left_out)
-- Beware      first days of a month and 00:00 are often defaults of the recording system
select
    committed_on as day,
    count(*) as offences,
    count(*) filter (where midnight) as midnight
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
)
group by all
order by day
