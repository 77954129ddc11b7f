-- blanks_offences: what is not known of offences, by field, year and district?
--
-- Reads       offence, involvement, pair
-- One row is  a field, calendar year and district; year NULL = undated, district NULL = unknown
-- Parameters  $basis         VARCHAR    'recorded' or 'committed': which date says the year
--             $groups        VARCHAR[]  NULL = all groups, empty = none
--             $first         DATE       first month on offer
--             $domestic_from DATE       first month of the domestic flag; before, it is not blank
--             $knife_from    DATE       first month of the knife flag
-- Returns     field VARCHAR, year INTEGER, district VARCHAR, unknown, whole BIGINT: `whole` are the
--             offences of which the field could be known; ordered by field, year, district
-- Leaves out  records of status other than crime; offences dated before the first month on offer
with named as (
    select offence, bool_or(role = 'suspect') as suspect, bool_or(role = 'victim') as victim
    from involvement
    where role in ('suspect', 'victim')
    group by offence
),

related as (
    select offence, count(relationship) > 0 as relation
    from pair
    group by offence
),

chosen as (
    select *, if($basis = 'recorded', recorded_month, committed_month) as month
    from offence
    left join named using (offence)
    left join related using (offence)
    where status = 'crime'
        and ($groups is null or list_contains($groups, offence_group::varchar))
        and coalesce(if($basis = 'recorded', recorded_month, committed_month) >= $first, true)
),

counted as (
    select
        year(month)::integer as year,
        district::varchar as district,
        [
            struct_pack(field := 'day', unknown := count(*) - count(committed_on), whole := count(*)),
            struct_pack(
                field := 'hour',
                unknown := count(*) - count_if(committed_precision = 'minute'),
                whole := count(*)
            ),
            struct_pack(field := 'recorded', unknown := count(*) - count(recorded_month), whole := count(*)),
            struct_pack(
                field := 'group',
                unknown := count_if(offence_group::varchar = 'unknown'),
                whole := count(*)
            ),
            struct_pack(field := 'code', unknown := count(*) - count(ho_code), whole := count(*)),
            struct_pack(field := 'district', unknown := count(*) - count(district), whole := count(*)),
            struct_pack(field := 'small_area', unknown := count(*) - count(lsoa), whole := count(*)),
            struct_pack(field := 'coordinates', unknown := count(*) - count(easting), whole := count(*)),
            struct_pack(field := 'outcome', unknown := count(*) - count(outcome), whole := count(*)),
            struct_pack(field := 'weight', unknown := count(*) - count(severity_weight), whole := count(*)),
            struct_pack(
                field := 'domestic',
                unknown := count_if(domestic is null and month >= $domestic_from),
                whole := count_if(month >= $domestic_from)
            ),
            struct_pack(
                field := 'knife',
                unknown := count_if(knife is null and month >= $knife_from),
                whole := count_if(month >= $knife_from)
            ),
            struct_pack(
                field := 'suspect',
                unknown := count_if(suspect is distinct from true),
                whole := count(*)
            ),
            struct_pack(
                field := 'victim',
                unknown := count_if(victim is distinct from true),
                whole := count(*)
            ),
            struct_pack(field := 'relationship', unknown := count_if(not relation), whole := count(relation))
        ] as fields
    from chosen
    group by all
)

select each.field as field, year, district, each.unknown as unknown, each.whole as whole
from (select year, district, unnest(fields) as each from counted)
where each.whole > 0
order by field, year, district
