-- area_codes_drawn: which areas of a level do crimes name, which are drawn, and how many crimes are it?
--
-- Reads       offence, boundary, area_link
-- One row is  a code that crimes name, or an outline that none names
-- Parameters  $level  VARCHAR  'district', 'csp', 'ward', 'beat' or 'lsoa'
-- Returns     code VARCHAR, offences BIGINT (0 for an outline that none names), drawn BOOLEAN
-- Leaves out  crimes without a code of this level and without a small area
-- Beware      a small area that is linked to exactly one drawn area of the level counts as drawn
with outlined as (
    select code from boundary where level = $level
),

named as (
    select
        own_code($level, district, csp, ward, beat, lsoa) as own,
        lsoa::varchar as small
    from offence
    where status = 'crime'
),

counted as (
    select own, small, count(*) as offences
    from named
    where own is not null or (small is not null and $level = 'ward')
    group by own, small
),

placed as (
    select coalesce(outlined.code, led_to) as drawn_as, coalesce(own, small) as named_as, offences
    from counted
    left join outlined on outlined.code = own
    left join linked($level) on from_code = small
)

select named_as as code, sum(offences)::bigint as offences, bool_or(drawn_as is not null) as drawn
from placed
group by named_as
union all
select code, 0, true
from outlined
where code not in (select drawn_as from placed where drawn_as is not null)
order by offences desc, code
