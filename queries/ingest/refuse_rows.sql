-- refuse_rows: which rows of this file cannot stay because of other rows?
--
-- Reads       offence_row, person_row, repeated_id
-- One row is  a source row with its first problem
-- Parameters  $people_only  BOOLEAN  the file has people and no offences of its own
-- Returns     nothing: makes refused_row, and takes the rows out of offence_row and person_row
-- Leaves out  what cleaning refused before
-- Beware      a source row is refused as a whole, with every person in it
create or replace temp table refused_row as
with differing as (
    select
        offence_id,
        coalesce(
            case when count(distinct coalesce(incident_id, '')) > 1 then 'incident_id' end,
            case when count(distinct status) > 1 then 'status' end,
            case when count(distinct coalesce(committed_from::varchar, '')) > 1 then 'committed_from' end,
            case when count(distinct coalesce(committed_to::varchar, '')) > 1 then 'committed_to' end,
            case when count(distinct coalesce(recorded_on, recorded_month, date '0001-01-01')) > 1 then 'recorded_on' end,
            case when count(distinct coalesce(ho_code, '')) > 1 then 'ho_code' end,
            case when count(distinct offence_group) > 1 then 'offence_group' end,
            case when count(distinct coalesce(domestic::varchar, '')) > 1 then 'domestic' end,
            case when count(distinct coalesce(knife::varchar, '')) > 1 then 'knife' end,
            case when count(distinct coalesce(weapon, '')) > 1 then 'weapon' end,
            case when count(distinct coalesce(district, '')) > 1 then 'district' end,
            case when count(distinct coalesce(lsoa, '')) > 1 then 'lsoa' end,
            case when count(distinct coalesce(ward, '')) > 1 then 'ward' end,
            case when count(distinct coalesce(beat, '')) > 1 then 'beat' end,
            case when count(distinct coalesce(easting, -1)) > 1 then 'easting' end,
            case when count(distinct coalesce(northing, -1)) > 1 then 'northing' end,
            case when count(distinct coalesce(place_type, '')) > 1 then 'place_type' end,
            case when count(distinct coalesce(public_place::varchar, '')) > 1 then 'public_place' end,
            case when count(distinct coalesce(alcohol::varchar, '')) > 1 then 'alcohol' end,
            case when count(distinct coalesce(gang::varchar, '')) > 1 then 'gang' end,
            case when count(distinct coalesce(outcome, '')) > 1 then 'outcome' end,
            case when count(distinct coalesce(severity_weight, -1)) > 1 then 'severity_weight' end
        ) as column_name
    from offence_row
    where offence_id in (
        select offence_id
        from offence_row
        where offence_id in (from repeated_id)
        group by offence_id
        having min(content_hash) <> max(content_hash)
    )
    group by offence_id
),

problems as (
    select offence_row.row, differing.column_name, 'offence_differs' as reason, 1 as first
    from offence_row
    join differing using (offence_id)
    union all
    select row, 'offence_id', 'no_offence_id', 2
    from person_row
    where $people_only and offence_id is null
    union all
    select row, 'offence_id', 'no_offence', 3
    from person_row
    where $people_only and offence_id is not null and not has_offence
    union all
    select row, 'birth_date', 'before_birth', 4
    from person_row
    where before_birth
)

select row, min_by(column_name, first) as column_name, min_by(reason, first) as reason
from problems
group by row;

delete from offence_row
where row in (select row from refused_row);

delete from person_row
where row in (select row from refused_row);
