insert into cube_month by name
select
    basis, month, district, csp, offence_group, is_vwi, is_homicide, domestic, knife,
    count(*) as offences,
    coalesce(sum(severity_weight), 0) as harm,
    count(*) filter (severity_weight is null) as unweighted
from (
    select 'recorded' as basis, recorded_month as month, * from offence where status = 'crime'
    union all by name
    select 'committed' as basis, committed_month as month, * from offence where status = 'crime'
)
where month is not null
group by all
order by basis desc, month, district, offence_group;
