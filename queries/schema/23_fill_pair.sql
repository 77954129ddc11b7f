-- Status crime only. Of a pair whose two rows both name a relationship, the suspect's row is believed.
create temp table met as
select
    victim.offence,
    victim.involvement as victim,
    suspect.involvement as suspect,
    coalesce(suspect.relationship, victim.relationship) as relationship,
    1 / count(*) over (partition by victim.offence) as weight,
    victim.person as hurt,
    suspect.person as named,
    victim.committed_on,
    victim.is_vwi
from involvement as victim
join involvement as suspect using (offence)
where victim.role = 'victim' and suspect.role = 'suspect' and victim.status = 'crime';

insert into pair by name
with
answers as (
    select
        one.victim,
        one.suspect,
        (1 << (other.committed_on - one.committed_on + 1))::utinyint as bit,
        one.is_vwi and other.is_vwi as injury
    from met as one
    join met as other on one.hurt = other.named and one.named = other.hurt
    where one.hurt <> one.named and one.offence <> other.offence
        and other.committed_on - one.committed_on between -1 and 1
),

answered as (
    select victim, suspect, bit_or(bit) as answered, coalesce(bit_or(bit) filter (injury), 0) as injury_answered
    from answers
    group by victim, suspect
)

select
    met.*,
    coalesce(answered.answered, 0) as answered,
    coalesce(answered.injury_answered, 0) as injury_answered
from met
left join answered using (victim, suspect)
order by met.offence, met.victim, met.suspect;

drop table met;
