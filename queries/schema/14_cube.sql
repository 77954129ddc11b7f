-- One row is a month, basis, district, group and set of flags: trends at 32 million offences
-- read this instead of the offences. Filled from status crime only.
create table cube_month (
    basis varchar not null,              -- 'recorded' or 'committed'
    month date not null,
    district seen_district,              -- NULL unknown
    csp seen_csp,                        -- NULL unknown
    offence_group seen_offence_group not null,
    is_vwi boolean,
    is_homicide boolean,
    domestic boolean,
    knife boolean,
    offences integer not null,
    harm double not null,                -- sum of severity weights that exist
    unweighted integer not null          -- offences without a weight
);
