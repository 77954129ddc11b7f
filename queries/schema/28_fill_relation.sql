-- Days, not offences: what a window asks is whether there is one in it.
insert into relation by name
select
    named as person,
    relationship in ('acquaintance', 'stranger') as general,
    committed_on as day,
    coalesce(bool_or(is_vwi), false) as injury
from pair
where relationship in ('partner', 'ex_partner', 'acquaintance', 'stranger')
    and named is not null and committed_on is not null
group by all
order by person, general, day;

insert into couple by name
select
    least(hurt, named) as one,
    greatest(hurt, named) as other,
    committed_on as day,
    coalesce(bool_or(is_vwi), false) as injury
from pair
where hurt <> named and committed_on is not null
group by all
order by one, other, day;
