-- trend_months: how many selected offences are there in each month and part of the split?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a month and part that has offences; a month without any has no row
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
--             $split        VARCHAR    'none', 'district', 'csp', 'group', 'domestic' or 'knife'
-- Returns     month DATE, part VARCHAR ('all' without a split, 'unknown' where not known,
--             'outside' where a district is in no partnership of the force),
--             offences BIGINT, harm DOUBLE (sum of severity weights), unweighted BIGINT
--             (offences without a weight), ordered by part, month
-- Leaves out  undated offences (left_out), unknown flags and areas where a filter asks
--             for a known one (left_out_unknown), records that are no crime (left_out)
-- Beware      only for filters that speak of a person: trend_months_cube is far faster
select
    month,
    case $split
        when 'district' then coalesce(district::varchar, 'unknown')
        when 'csp' then coalesce(csp::varchar, if(district is null, 'unknown', 'outside'))
        when 'group' then offence_group::varchar
        when 'domestic' then if(domestic is null, 'unknown', if(domestic, 'yes', 'no'))
        when 'knife' then if(knife is null, 'unknown', if(knife, 'yes', 'no'))
        else 'all'
    end as part,
    count(*) as offences,
    coalesce(sum(severity_weight), 0) as harm,
    count(*) - count(severity_weight) as unweighted
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
)
group by all
order by part, month
