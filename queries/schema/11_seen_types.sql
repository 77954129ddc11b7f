-- Codes that come with the data, as enums of what was seen, in alphabetical order.
-- Measured against text (benchmarks/layout.py, 350,000 offences): 1.6 times faster where codes are
-- grouped by (home office code by outcome), 1.4 by small area, equal elsewhere.
create type seen_ho_code as enum (select distinct ho_code from merged_offence where ho_code is not null order by 1);
create type seen_offence_group as enum (select distinct offence_group from merged_offence order by 1);
create type seen_weapon as enum (select distinct weapon from merged_offence where weapon is not null order by 1);
create type seen_district as enum (select distinct district from merged_offence where district is not null order by 1);
create type seen_csp as enum (select distinct csp from merged_offence where csp is not null order by 1);
create type seen_lsoa as enum (select distinct lsoa from merged_offence where lsoa is not null order by 1);
create type seen_ward as enum (select distinct ward from merged_offence where ward is not null order by 1);
create type seen_beat as enum (select distinct beat from merged_offence where beat is not null order by 1);
create type seen_place_type as enum (
    select distinct place_type from merged_offence where place_type is not null order by 1
);
create type seen_outcome as enum (select distinct outcome from merged_offence where outcome is not null order by 1);
create type seen_ethnicity as enum (
    select distinct ethnicity from merged_involvement where ethnicity is not null order by 1
);
