-- offence_rows: the offences of one file, with what reference tables and dates say of them
--
-- Reads       incoming (registered: the file's cleaned offence columns), code_table, group_table, csp_table
-- One row is  a source row that describes an offence
-- Parameters  $load_id        SMALLINT  the file's number
--             $domestic_from  DATE      first day on which the domestic flag was set nationally
--             $knife_from     DATE      the same for the knife flag
-- Returns     nothing: makes offence_row
-- Leaves out  rows that cleaning refused: they are not in incoming
-- Beware      content_hash is of what the source says only: a new reference table is no correction
create or replace temp table offence_row as
with dated as (
    select
        *,
        -- codes and flags follow the rules of the day an offence was recorded
        coalesce(recorded_day, from_day) as ruled_on,
        case when not from_month_only then from_day end as committed_on,
        case when not recorded_month_only then recorded_day end as recorded_on,
        from_day + to_minutes(case when from_month_only then 0 else coalesce(from_minute, 0) end)
            as committed_from,
        case when not to_month_only then to_day + to_minutes(coalesce(to_minute, 0)) end as until
    from incoming
),

coded as (
    select
        dated.*,
        valid.key is not null as code_valid,
        newest.key is not null as code_known,
        coalesce(valid.ho_code, newest.ho_code, dated.ho_code) as final_code,
        coalesce(valid.offence_group, newest.offence_group) as code_group,
        coalesce(valid.is_vwi, newest.is_vwi) as code_vwi,
        coalesce(valid.is_homicide, newest.is_homicide) as code_homicide,
        coalesce(valid.is_most_serious, newest.is_most_serious) as code_most_serious,
        coalesce(valid.code_weight, newest.code_weight) as code_weight
    from dated
    left join code_table as valid
        on valid.key = dated.ho_code and dated.ruled_on between valid.valid_from and valid.valid_to
    left join code_table as newest
        on newest.key = dated.ho_code and newest.newest
),

hashed as (
    select
        *,
        md5_number(concat_ws(
            chr(31),
            coalesce(incident_id, chr(30)), coalesce(status, chr(30)),
            coalesce(from_day::varchar, chr(30)), from_month_only::varchar, coalesce(from_minute::varchar, chr(30)),
            coalesce(to_day::varchar, chr(30)), coalesce(to_minute::varchar, chr(30)),
            coalesce(recorded_day::varchar, chr(30)), recorded_month_only::varchar,
            coalesce(ho_code, chr(30)), coalesce(offence_group, chr(30)),
            coalesce(domestic::varchar, chr(30)), coalesce(knife::varchar, chr(30)), coalesce(weapon, chr(30)),
            coalesce(district, chr(30)), coalesce(lsoa, chr(30)), coalesce(ward, chr(30)), coalesce(beat, chr(30)),
            coalesce(easting::varchar, chr(30)), coalesce(northing::varchar, chr(30)),
            coalesce(location_quality, chr(30)), coalesce(place_type, chr(30)),
            coalesce(public_place::varchar, chr(30)), coalesce(alcohol::varchar, chr(30)),
            coalesce(gang::varchar, chr(30)), coalesce(outcome, chr(30)), coalesce(severity_weight::varchar, chr(30))
        )) as content_hash
    from coded
)

select
    hashed.row, hashed.offence_id, incident_id, coalesce(status, 'crime') as status,
    committed_from,
    case when until >= committed_from then until end as committed_to,
    case
        when from_day is null then null
        when from_month_only then 'month'
        when from_minute is null then 'day'
        else 'minute'
    end as committed_precision,
    committed_on,
    date_trunc('month', from_day)::date as committed_month,
    recorded_on,
    date_trunc('month', recorded_day)::date as recorded_month,
    final_code as ho_code,
    coalesce(code_group, hashed.offence_group, 'unknown') as offence_group,
    case when code_known then code_vwi else group_table.is_vwi end as is_vwi,
    case when code_known then code_homicide else group_table.is_homicide end as is_homicide,
    code_most_serious as is_most_serious,
    case when ruled_on >= $domestic_from then domestic end as domestic,
    case when ruled_on >= $knife_from then knife end as knife,
    weapon, hashed.district, csp_table.csp, lsoa, ward, beat, easting, northing, location_quality, place_type,
    public_place, alcohol, gang, outcome,
    coalesce(severity_weight, code_weight) as severity_weight,
    coalesce(day(committed_on) = 1, false) or coalesce(day(recorded_on) = 1, false) as first_of_month,
    coalesce(from_minute = 0 and not from_month_only, false) as midnight,
    content_hash,
    $load_id::smallint as load_id,
    hashed.offence_id is null as without_id,
    hashed.ho_code is not null and not code_known as code_unknown,
    code_known and not code_valid as code_outside_validity,
    hashed.ho_code is null and hashed.offence_group is null as group_missing,
    coalesce(ruled_on < $domestic_from and domestic is not null, false) as domestic_too_early,
    coalesce(ruled_on < $knife_from and knife is not null, false) as knife_too_early,
    coalesce(until < committed_from, false) as ends_before_start,
    coalesce(recorded_on < committed_on, false) as recorded_before_committed
from hashed
left join group_table on group_table.offence_group = hashed.offence_group
left join csp_table on csp_table.district = hashed.district;
