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

insert into occasion by name
select
    person, role, committed_on as day,
    min(age_low) as age_low,
    max(age_high) as age_high,
    if(min(sex) = max(sex), min(sex), null) as sex,
    arg_min(district, offence) as district,
    count(distinct offence) as offences,
    count(distinct offence) filter (partner) as partner,
    count(distinct offence) filter (related) as related,
    count(distinct offence) filter (domestic) as domestic,
    sum(weight) as harm,
    count(distinct offence) filter (is_vwi) as injury,
    count(distinct offence) filter (is_vwi and partner) as injury_partner,
    count(distinct offence) filter (is_vwi and related) as injury_related,
    count(distinct offence) filter (is_vwi and domestic) as injury_domestic,
    coalesce(sum(weight) filter (is_vwi), 0) as injury_harm
from (
    select
        each.* exclude (severity_weight),
        coalesce(side.partner, each.relationship in ('partner', 'ex_partner'), false) as partner,
        coalesce(side.related, each.relationship is not null) as related,
        -- somebody recorded twice in one offence harms once
        coalesce(each.severity_weight, 0)
            / count(*) over (partition by each.person, each.role, each.offence) as weight
    from involvement as each
    left join side using (involvement)
    where each.status = 'crime' and each.person is not null and each.committed_on is not null
        and each.role in ('suspect', 'victim')
)
group by person, role, committed_on
order by person, role, day;

drop table side;
