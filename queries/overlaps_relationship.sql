-- overlaps_relationship: what are suspects to their victims, in the selected offences?
--
-- Reads       offence (through the macro selected), pair
-- One row is  a relationship
-- Parameters  $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person,
--             $age_lows, $age_highs, $sex, $role  as Selection.parameters() gives them
-- Returns     relationship VARCHAR (what the suspect is to the victim; 'unknown'), offences DOUBLE
--             (the pairs of an offence weigh 1 together), pairs BIGINT, ordered by offences downwards
-- Leaves out  offences without a suspect or without a victim
select
    coalesce(pair.relationship::varchar, 'unknown') as relationship,
    sum(pair.weight) as offences,
    count(*) as pairs
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife, $by_person,
    $age_lows, $age_highs, $sex, $role
) as chosen
join pair using (offence)
group by all
order by offences desc, relationship
