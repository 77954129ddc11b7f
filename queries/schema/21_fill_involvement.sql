create temp table numbered_person as
select row_number() over (order by pseudonym) as person, pseudonym
from (select distinct pseudonym from merged_involvement where pseudonym is not null);

insert into involvement by name
select
    row_number() over () as involvement,
    *,
    person is not null and coalesce(
        -- rows of one person, day and offence stand together, in the order of role
        lag(person) over () = person and lag(offence) over () = offence and lag(role) over () = role, false
    ) as doubled
from (
    select
        offence.offence, numbered_person.person, given.role, given.age_low, given.age_high, given.sex,
        given.ethnicity, given.relationship, offence.status, offence.committed_on, offence.committed_month,
        offence.recorded_on, offence.recorded_month, offence.offence_group, offence.is_vwi, offence.domestic,
        offence.knife, offence.district, offence.csp, offence.severity_weight, given.content_hash, given.load_id
    from merged_involvement as given
    join offence using (offence_id)
    left join numbered_person using (pseudonym)
    order by numbered_person.person, offence.committed_on, offence.offence, given.role, given.content_hash
);
