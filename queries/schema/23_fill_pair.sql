-- Status crime only. Of a pair whose two rows both name a relationship, the suspect's row is believed.
insert into pair by name
select
    victim.offence,
    victim.involvement as victim,
    suspect.involvement as suspect,
    coalesce(suspect.relationship, victim.relationship) as relationship,
    1 / count(*) over (partition by victim.offence) as weight
from involvement as victim
join involvement as suspect using (offence)
where victim.role = 'victim' and suspect.role = 'suspect' and victim.status = 'crime'
order by victim.offence, victim.involvement, suspect.involvement;
