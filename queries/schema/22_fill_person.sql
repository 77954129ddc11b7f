-- Occasions are days, not offences: five crimes of one night are one occasion.
insert into person by name
select
    numbered_person.person,
    numbered_person.pseudonym,
    min(committed_on) filter (status = 'crime' and role = 'suspect') as first_suspect_on,
    max(committed_on) filter (status = 'crime' and role = 'suspect') as last_suspect_on,
    count(distinct committed_on) filter (status = 'crime' and role = 'suspect') as suspect_occasions,
    min(committed_on) filter (status = 'crime' and role = 'victim') as first_victim_on,
    max(committed_on) filter (status = 'crime' and role = 'victim') as last_victim_on,
    count(distinct committed_on) filter (status = 'crime' and role = 'victim') as victim_occasions,
    count(distinct sex) as sexes
from numbered_person
join involvement using (person)
group by all
order by person;
