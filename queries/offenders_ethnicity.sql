-- offenders_ethnicity: how many different suspects have which recorded ethnicity?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  an ethnicity as the source classifies it
-- Parameters  $first, $end  DATE       period, by date committed; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $everybody    BOOLEAN    whether a suspect without a key is one more person
-- Returns     ethnicity VARCHAR (NULL = not recorded, or recorded in more than one way), suspects
--             BIGINT, ordered by suspects, most first, then ethnicity
-- Leaves out  suspects without a usable key, unless $everybody
with persons as (
    select
        coalesce(who.person, -who.involvement - 1) as person,
        if(count(distinct who.ethnicity) = 1, min(who.ethnicity)::varchar, null) as ethnicity
    from selected(
        'committed', $first, $end, $level, $areas, $groups, $domestic, $knife,
        false, null, null, null, null
    )
    join involvement as who using (offence)
    where who.role = 'suspect' and (who.person is not null or $everybody)
    group by 1
)

select ethnicity, count(*) as suspects
from persons
group by ethnicity
order by suspects desc, ethnicity
