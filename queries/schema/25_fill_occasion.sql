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

insert into occasion by name
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
from (
    -- somebody recorded twice in one offence is in it once; what an offence says is the same in each row
    select
        each.person, each.role, each.offence,
        any_value(each.committed_on) as day,
        min(each.age_low) as age_low,
        max(each.age_high) as age_high,
        min(each.sex) as least_sex,
        max(each.sex) as greatest_sex,
        any_value(each.district) as district,
        any_value(each.domestic) as domestic,
        any_value(each.is_vwi) as is_vwi,
        any_value(each.severity_weight) as weight,
        coalesce(any_value(counter.answered), 0) as answered,
        coalesce(any_value(counter.injury_answered), 0) as injury_answered,
        bool_or(coalesce(side.partner, each.relationship in ('partner', 'ex_partner'), false)) as partner,
        bool_or(coalesce(side.related, each.relationship is not null)) as related
    from involvement as each
    left join side using (involvement)
    left join counter using (offence)
    where each.status = 'crime' and each.person is not null and each.committed_on is not null
        and each.role in ('suspect', 'victim')
    group by each.person, each.role, each.offence
)
group by person, role, day
order by person, role, day;

drop table counter;
drop table side;
