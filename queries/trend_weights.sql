-- trend_weights: how unequal are the severity weights of the selected offences?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a part of the split that has offences
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
-- Returns     part VARCHAR, weights DOUBLE (sum), squares DOUBLE (sum of squares), ordered by part
-- Leaves out  offences without a weight: `unweighted` of trend_months counts them
select
    case $split
        when 'district' then coalesce(district::varchar, 'unknown')
        when 'csp' then coalesce(csp::varchar, if(district is null, 'unknown', 'outside'))
        when 'group' then offence_group::varchar
        when 'domestic' then if(domestic is null, 'unknown', if(domestic, 'yes', 'no'))
        when 'knife' then if(knife is null, 'unknown', if(knife, 'yes', 'no'))
        else 'all'
    end as part,
    coalesce(sum(severity_weight), 0) as weights,
    coalesce(sum(severity_weight * severity_weight), 0) as squares
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
)
group by all
order by part
