-- trend_months_cube: trend_months, read from the month cube, for filters that speak of no person and no small area
--
-- Reads       cube_month (through the macro selected_cube)
-- One row is  a month and part that has offences; a month without any has no row
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $split        VARCHAR    'none', 'district', 'csp', 'group', 'domestic' or 'knife'
-- Returns     month DATE, part VARCHAR ('all' without a split, 'unknown' where not known,
--             'outside' where a district is in no partnership of the force),
--             offences BIGINT, harm DOUBLE (sum of severity weights), unweighted BIGINT
--             (offences without a weight), ordered by part, month
-- Leaves out  undated offences (left_out), unknown flags and areas where a filter asks
--             for a known one (left_out_unknown), records that are no crime (left_out)
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
    sum(offences)::bigint as offences,
    sum(harm) as harm,
    sum(unweighted)::bigint as unweighted
from selected_cube($basis, $first, $end, $level, $areas, $groups, $domestic, $knife)
group by all
order by part, month
