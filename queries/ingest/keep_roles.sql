-- keep_roles: people in a role of which this load says nothing stay with their offence
--
-- Reads       staged_involvement, previous.involvement, previous.offence, previous.person
-- One row is  a person of the previous version
-- Parameters  none
-- Returns     nothing: adds to staged_involvement
-- Leaves out  offences of which this load brings no people: the build keeps theirs as they are
-- Beware      an extract of suspects alone may follow one of victims; the build would else replace them
insert into staged_involvement by name
select
    offence.offence_id, person.pseudonym, involvement.role::varchar as role, involvement.age_low,
    involvement.age_high, involvement.sex::varchar as sex, involvement.ethnicity::varchar as ethnicity,
    involvement.relationship::varchar as relationship, involvement.content_hash, involvement.load_id
from previous.involvement as involvement
join previous.offence as offence using (offence)
left join previous.person as person on person.person = involvement.person
where offence.offence_id in (select offence_id from staged_involvement)
    and involvement.role::varchar not in (select role::varchar from staged_involvement);
