-- The two definitions of an occasion, one after the other: any offence, and violence with injury.
-- Most people have one occasion, and nothing to sum: occasions stand in the order of person and role.
insert into career by name
with
placed as (
    select
        false as injury, role, person, day, age_low, age_high, sex, domestic > 0 as domestic,
        offences, harm, unweighted,
        lag(person) over () is distinct from person or lag(role) over () is distinct from role as first,
        if(lead(person) over () = person and lead(role) over () = role, lead(day) over (), null) as again
    from occasion
    union all
    select
        true, role, person, day, age_low, age_high, sex, injury_domestic > 0,
        injury, injury_harm, injury_unweighted,
        lag(person) over () is distinct from person or lag(role) over () is distinct from role,
        if(lead(person) over () = person and lead(role) over () = role, lead(day) over (), null)
    from (from occasion where injury > 0)
),

whole as (
    select
        injury, role, person,
        count(*) as occasions,
        sum(offences) as offences,
        sum(harm) as harm,
        sum(unweighted) as unweighted
    from placed
    where not first or again is not null
    group by injury, role, person
)

select
    injury, role, person, day, again, age_low, age_high, sex, domestic,
    coalesce(whole.occasions, 1) as occasions,
    coalesce(whole.offences, placed.offences) as offences,
    coalesce(whole.harm, placed.harm) as harm,
    coalesce(whole.unweighted, placed.unweighted) as unweighted
from placed
left join whole using (injury, role, person)
where placed.first
order by injury, role, person;
