-- Number the offences in sort order: a surrogate is only good within its version.
-- Codes become enums before the sort, which then moves a fifth of the bytes.
insert into offence by name
select row_number() over () as offence, *
from (
    select * replace (
        ho_code::seen_ho_code as ho_code,
        offence_group::seen_offence_group as offence_group,
        weapon::seen_weapon as weapon,
        district::seen_district as district,
        csp::seen_csp as csp,
        lsoa::seen_lsoa as lsoa,
        ward::seen_ward as ward,
        beat::seen_beat as beat,
        place_type::seen_place_type as place_type,
        outcome::seen_outcome as outcome
    )
    from merged_offence
    order by coalesce(recorded_on, recorded_month, committed_on, committed_month), district, offence_id
);
