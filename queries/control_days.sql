-- control_days: on which days were selected offences recorded or committed?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a day that has offences; a last row without a day holds those of which only the
--             month is known
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the day
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
-- Returns     day DATE (NULL where not known), offences BIGINT, ordered by day
-- Leaves out  undated offences (left_out), records that are no crime (left_out)
select
    if($basis = 'recorded', recorded_on, committed_on) as day,
    count(*) as offences
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
)
group by all
order by day nulls last
