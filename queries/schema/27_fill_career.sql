-- The two definitions of an occasion, one after the other: any offence, and violence with injury.
insert into career by name
with
each as (
    select
        false as injury, role, person, day, age_low, age_high, sex, domestic > 0 as domestic,
        offences, harm, unweighted
    from occasion
    union all
    select
        true, role, person, day, age_low, age_high, sex, injury_domestic > 0,
        injury_offences, injury_harm, injury_unweighted
    from (select *, injury as injury_offences from occasion)
    where injury_offences > 0
),

whole as (
    select
        injury, role, person,
        min(day) as day,
        min(day, 2)[2] as again,
        count(*) as occasions,
        sum(offences) as offences,
        sum(harm) as harm,
        sum(unweighted) as unweighted
    from each
    group by injury, role, person
)

select
    injury, role, person, day, again, age_low, age_high, sex, domestic,
    whole.occasions, whole.offences, whole.harm, whole.unweighted
from each
join whole using (injury, role, person, day)
order by injury, role, person;
