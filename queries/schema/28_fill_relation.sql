-- Days, not offences: what a window asks is whether there is one in it, so each names the one before.
insert into relation by name
with days as (
    select
        named as person,
        relationship in ('acquaintance', 'stranger') as general,
        committed_on as day,
        coalesce(bool_or(is_vwi), false) as injury
    from pair
    where relationship in ('partner', 'ex_partner', 'acquaintance', 'stranger')
        and named is not null and committed_on is not null
    group by all
)

select
    *,
    lag(day) over mine as previous,
    lag(if(injury, day, null) ignore nulls) over mine as injury_previous
from days
window mine as (partition by person, general order by day)
order by person, general, day;

insert into couple by name
with days as (
    select
        least(hurt, named) as one,
        greatest(hurt, named) as other,
        committed_on as day,
        coalesce(bool_or(is_vwi), false) as injury
    from pair
    where hurt <> named and committed_on is not null
    group by all
)

select
    *,
    lag(day) over two as previous,
    lag(if(injury, day, null) ignore nulls) over two as injury_previous
from days
window two as (partition by one, other order by day)
order by one, other, day;
