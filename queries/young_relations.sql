-- young_relations: what is the suspect to the victim, where the one whose role is asked for is under 25?
--
-- Reads       offence (through the macro selected), pair, involvement
-- One row is  an age group of those of the role who are under 25, and a relationship
-- Parameters  $first, $end  DATE       period by date committed; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $role         VARCHAR    'victim' or 'suspect': whose age it is
-- Returns     age VARCHAR ('0_9', '10_17', '18_24', 'under_25'), relationship VARCHAR (what the suspect is to
--             the victim; 'unknown'), offences DOUBLE (the pairs of an offence weigh 1 together), in no order
-- Leaves out  offences without a suspect or without a victim: they have no pair
select
    under_25(who.age_low, who.age_high) as age,
    coalesce(pair.relationship::varchar, 'unknown') as relationship,
    sum(pair.weight) as offences
from selected(
    'committed', $first, $end, $level, $areas, $groups, $domestic, $knife, false, null, null, null, null
) as which
inner join pair on which.offence = pair.offence
inner join involvement as who on if($role = 'victim', pair.victim, pair.suspect) = who.involvement
where who.age_high <= 24
group by all
