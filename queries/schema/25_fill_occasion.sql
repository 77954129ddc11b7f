-- What a person is to the other side is said by the pairs; where nobody stands on the other side,
-- by the row itself.
create temp table side as
select involvement, bool_or(relationship in ('partner', 'ex_partner')) as partner, count(relationship) > 0 as related
from (
    select suspect as involvement, relationship from pair
    union all
    select victim, relationship from pair
)
group by involvement;

-- an offence is answered as soon as one of its pairs is
create temp table counter as
select offence, bit_or(answered) as answered, bit_or(injury_answered) as injury_answered
from pair
where answered > 0
group by offence;

create temp table told as
with placed as (
    select
        involvement, person, role, offence, committed_on as day, age_low, age_high, sex, district, domestic,
        is_vwi, severity_weight as weight, relationship,
        -- rows of one person and day stand together
        (lag(person) over () is distinct from person or lag(committed_on) over () is distinct from committed_on)
        and (lead(person) over () is distinct from person or lead(committed_on) over () is distinct from committed_on)
            as alone
    from involvement
    where status = 'crime' and person is not null and committed_on is not null and role in ('suspect', 'victim')
)

select
    placed.* exclude (relationship, involvement),
    coalesce(side.partner, placed.relationship in ('partner', 'ex_partner'), false) as partner,
    coalesce(side.related, placed.relationship is not null) as related,
    coalesce(counter.answered, 0) as answered,
    coalesce(counter.injury_answered, 0) as injury_answered
from placed
left join side using (involvement)
left join counter using (offence);

insert into occasion by name
with several as (
    -- somebody recorded twice in one offence is in it once; what an offence says is the same in each row
    select
        person, role, offence,
        any_value(day) as day,
        min(age_low) as age_low,
        max(age_high) as age_high,
        min(sex) as least_sex,
        max(sex) as greatest_sex,
        any_value(district) as district,
        any_value(domestic) as domestic,
        any_value(is_vwi) as is_vwi,
        any_value(weight) as weight,
        any_value(answered) as answered,
        any_value(injury_answered) as injury_answered,
        bool_or(partner) as partner,
        bool_or(related) as related
    from told
    where not alone
    group by person, role, offence
)

from (
    select
        person, role, day, age_low, age_high, sex, district,
        1 as offences,
        partner::tinyint as partner,
        related::tinyint as related,
        coalesce(domestic, false)::tinyint as domestic,
        coalesce(weight, 0) as harm,
        coalesce(is_vwi, false)::tinyint as injury,
        coalesce(is_vwi and partner, false)::tinyint as injury_partner,
        coalesce(is_vwi and related, false)::tinyint as injury_related,
        coalesce(is_vwi and domestic, false)::tinyint as injury_domestic,
        if(is_vwi, coalesce(weight, 0), 0) as injury_harm,
        (weight is null)::tinyint as unweighted,
        coalesce(is_vwi and weight is null, false)::tinyint as injury_unweighted,
        (answered = 0)::tinyint as single,
        coalesce(is_vwi and injury_answered = 0, false)::tinyint as injury_single
    from told
    where alone
    union all by name
    select
        person, role, day,
        min(age_low) as age_low,
        max(age_high) as age_high,
        if(min(least_sex) = max(greatest_sex), min(least_sex), null) as sex,
        arg_min(district, offence) as district,
        count(*) as offences,
        count(*) filter (partner) as partner,
        count(*) filter (related) as related,
        count(*) filter (domestic) as domestic,
        coalesce(sum(weight), 0) as harm,
        count(*) filter (is_vwi) as injury,
        count(*) filter (is_vwi and partner) as injury_partner,
        count(*) filter (is_vwi and related) as injury_related,
        count(*) filter (is_vwi and domestic) as injury_domestic,
        coalesce(sum(weight) filter (is_vwi), 0) as injury_harm,
        count(*) filter (weight is null) as unweighted,
        count(*) filter (is_vwi and weight is null) as injury_unweighted,
        count(*) filter (answered = 0) as single,
        count(*) filter (is_vwi and injury_answered = 0) as injury_single
    from several
    group by person, role, day
)
order by person, role, day;

drop table told;
drop table counter;
drop table side;
