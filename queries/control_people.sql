-- control_people: on which days were people of a role and age hurt, or suspected?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a month and day that has somebody of the role; a row without a day holds those of whom
--             only the month is known
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the day
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $codes        VARCHAR[]  Home Office codes; NULL = any
--             $role         VARCHAR    'victim' or 'suspect'
--             $age_from, $age_to  UTINYINT  ages meant, inclusive; NULL = any age, known or not
-- Returns     month DATE, day DATE (NULL where not known), people BIGINT (somebody in two offences counts
--             twice), ageless BIGINT (of the role, age not known), ordered by both
-- Leaves out  undated offences; people whose band of age reaches beyond the ages meant
select
    which.month,
    if($basis = 'recorded', which.recorded_on, which.committed_on) as day,
    count(*) filter (
        where $age_to::utinyint is null or (who.age_low >= $age_from::utinyint and who.age_high <= $age_to::utinyint)
    ) as people,
    count(*) filter (where who.age_low is null) as ageless
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, false, null, null, null, null
) as which
inner join involvement as who on which.offence = who.offence
where who.role = $role::person_role and not who.doubled
    and ($codes::varchar[] is null or list_contains($codes::varchar[], which.ho_code::varchar))
group by all
order by which.month, day
