-- hospital_places: where did people who attended after a knife assault come from, and what of it do the police know?
--
-- Reads       attendance, offence (through the macro selected)
-- One row is  a place in a small area with attendances after a knife assault
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
-- Returns     place, lsoa, district VARCHAR, attendances BIGINT, unlinked BIGINT (linkage found no police
--             record), police BIGINT (knife injuries recorded in the small area), most attendances first
-- Leaves out  attendances without a place or a small area: hospital_attendances counts them
-- Beware      districts are compared by their codes; partnerships through the police's own
with recorded as (
    select lsoa, count(*) as police
    from selected(
        $basis, $first, $end, $level, $areas, null, null, 'yes', false, null, null, null, null
    )
    where is_vwi and not is_homicide and lsoa is not null
    group by all
)

select
    attendance.place,
    attendance.lsoa,
    attendance.district,
    sum(attendance.attendances)::bigint as attendances,
    (sum(attendance.attendances) filter (not attendance.police_record))::bigint as unlinked,
    coalesce(any_value(recorded.police), 0)::bigint as police
from attendance
left join recorded on recorded.lsoa::varchar = attendance.lsoa
where attendance.weapon = 'knife'
    and attendance.place is not null
    and attendance.lsoa is not null
    and attendance.month >= $first
    and attendance.month < $end
group by all
order by attendances desc, place
