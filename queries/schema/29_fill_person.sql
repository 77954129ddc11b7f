-- Occasions are days, not offences: five crimes of one night are one occasion. Born as the ages of
-- occasions say: one that runs backwards moves the median little, and a single one not at all.
insert into person by name
with
days as (
    select
        person,
        min(day) filter (role = 'suspect') as first_suspect_on,
        max(day) filter (role = 'suspect') as last_suspect_on,
        count(*) filter (role = 'suspect') as suspect_occasions,
        min(day) filter (role = 'victim') as first_victim_on,
        max(day) filter (role = 'victim') as last_victim_on,
        count(*) filter (role = 'victim') as victim_occasions,
        median(epoch(day) / 86400 - (age_low + 0.5) * 365.25) filter (age_low = age_high) as born,
        if(min(sex) = max(sex), min(sex), null) as sex
    from occasion
    group by person
),

recorded as (
    select person, bit_count(bit_or(1 << enum_code(sex))) as sexes
    from involvement
    where person is not null
    group by person
)

select
    numbered_person.*,
    days.* exclude (person) replace (
        coalesce(suspect_occasions, 0) as suspect_occasions, coalesce(victim_occasions, 0) as victim_occasions
    ),
    coalesce(recorded.sexes, 0) as sexes
from numbered_person
join recorded using (person)
left join days using (person)
order by person;
