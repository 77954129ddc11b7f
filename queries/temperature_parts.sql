-- temperature_parts: how many selected offences were committed on each day in each part of a split?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a day and part that has offences; a day without any has no row
-- Parameters  $basis        VARCHAR    'committed': the date that says month and day
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
--             $split        VARCHAR    'hour', 'domestic', 'place' or 'district'
-- Returns     day DATE, part VARCHAR, offences BIGINT, midnight BIGINT (of them at 00:00
--             exactly), ordered by part, day. Parts of hour are blocks of six hours, '0' from midnight to '3'; of domestic 'yes' and 'no'; of place
--             'public' and 'elsewhere'
-- Leaves out  what has no day, no known part, or (by hour) no time or 00:00 exactly, which is
--             often a default
with split_up as (
    select
        committed_on as day,
        midnight,
        case $split
            when 'hour' then if(
                midnight or committed_precision <> 'minute', null, (hour(committed_from) // 6)::varchar
            )
            when 'domestic' then if(domestic is null, null, if(domestic, 'yes', 'no'))
            when 'place' then if(public_place is null, null, if(public_place, 'public', 'elsewhere'))
            else district::varchar
        end as part
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    )
)
select day, part, count(*) as offences, count(*) filter (where midnight) as midnight
from split_up
where day is not null and part is not null
group by day, part
order by part, day
