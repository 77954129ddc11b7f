-- people_changed: does this load leave any offence with other people than before?
--
-- Reads       staged_involvement, known_person
-- One row is  the load
-- Parameters  none
-- Returns     offences BIGINT: how many have fewer or other people now
-- Leaves out  offences of which this load brings no people
-- Beware      a person taken out of an extract is a change too, though no row of it is new
with now as (
    select offence_id, content_hash, count(*) as times
    from staged_involvement
    group by all
),

before as (
    select offence_id, content_hash, times
    from known_person
    where not in_load and offence_id in (select offence_id from staged_involvement)
)

select count(distinct offence_id) as offences
from now
full join before using (offence_id, content_hash)
where now.times is distinct from before.times
