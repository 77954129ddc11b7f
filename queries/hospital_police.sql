-- hospital_police: how many knife injuries did the police record, month by month?
--
-- Reads       offence (through the macro selected)
-- One row is  a month with such an offence
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
-- Returns     month DATE, offences BIGINT (violence with injury with the knife flag), ordered by month
-- Leaves out  homicides: who dies seldom attends; offences without a knife flag
-- Beware      offences: one is recorded for each victim
select month, count(*) as offences
from selected(
    $basis, $first, $end, $level, $areas, null, null, 'yes', false, null, null, null, null
)
where is_vwi and not is_homicide
group by all
order by month
