-- left_out_person: in how many offences is nobody's age, sex or role known well enough to filter by?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  the selection as a whole, its filters on the person taken away
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $age_lows     UTINYINT[]  NULL = age does not matter
--             $sex, $role   VARCHAR    NULL = does not matter
-- Returns     offences BIGINT, without_person BIGINT (offences in which no person of the role has
--             what the filter asks about)
-- Leaves out  what trend_months leaves out
with chosen as (
    select offence
    from selected(
        $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, false, null, null, null, null
    )
),

known as (
    select distinct offence
    from involvement
    where ($role is null or role::varchar = $role)
        and ($sex is null or sex is not null)
        and ($age_lows is null or age_low is not null)
)

select
    count(*) as offences,
    count(*) filter (known.offence is null) as without_person
from chosen
left join known using (offence)
