-- careers_degree: with how many others is a person suspected in the same offence?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a number of others
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
-- Returns     others INTEGER (different people, over all selected offences), people BIGINT,
--             repeated BIGINT (of them recorded with the same other person on two days or more),
--             ordered by others
-- Leaves out  suspects without a usable key, on both sides
with suspects as (
    select distinct offence, who.person, each.committed_on as day
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
        $by_person, $age_lows, $age_highs, $sex, $role
    ) as each
    join involvement as who using (offence)
    where who.role = 'suspect' and who.person is not null
),

ties as (
    select one.person, other.person as other, count(distinct one.day) as days
    from suspects as one
    join suspects as other on one.offence = other.offence and one.person <> other.person
    group by all
),

counted as (
    select person, count(other) as others, coalesce(max(days), 0) > 1 as repeated
    from (select distinct person from suspects)
    left join ties using (person)
    group by person
)

select others::integer as others, count(*) as people, count(*) filter (repeated) as repeated
from counted
group by others
order by others
