-- trend_robust: how many offences are there that are recorded whatever the state of recording?
--
-- Reads       offence (through the macro selected)
-- One row is  a month and area that has such an offence
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
-- Returns     month DATE, district, csp VARCHAR ('unknown'), homicide BIGINT, intent BIGINT (wounding or
--             assault with intent to cause serious harm: Home Office codes 5A and 5D, which follow each
--             other), ordered by month
-- Leaves out  code 5, which before April 2008 held other acts as well; filters other than on area:
--             a series that recording does not move has to be as long as it can be
select
    month,
    coalesce(district::varchar, 'unknown') as district,
    coalesce(csp::varchar, 'unknown') as csp,
    count(*) filter (is_homicide) as homicide,
    count(*) filter (ho_code::varchar in ('5A', '5D')) as intent
from selected(
    $basis, $first, $end, $level, $areas, null, null, null, false, null, null, null, null
)
where is_homicide or ho_code::varchar in ('5A', '5D')
group by all
order by month
