-- One row is a recorded crime, whatever its status; NULL is unknown, never "no".
-- Sorted by date recorded (the finest date there is where that is missing), district, offence_id:
-- zone maps then skip most of a period filter. Types seen_* are enums: 11_seen_types.sql.
create table offence (
    offence integer not null,            -- surrogate, dense, in sort order
    offence_id varchar not null,         -- the source's reference, or row:<content hash>:<occurrence>; unique
    incident_id varchar,                 -- the event several crimes belong to (one crime per victim), where the source has one
    status offence_status not null,      -- only 'crime' is counted anywhere
    committed_from timestamp,            -- start of the time it may have happened, local clock time
    committed_to timestamp,              -- end of it; NULL where the source gives one time only
    committed_precision date_precision,  -- how finely committed_from is known; NULL with it
    committed_on date,                   -- day of committed_from; NULL where only the month is known
    committed_month date,                -- first day of the month it was committed in
    recorded_on date,                    -- day the police recorded it; NULL where only the month is known
    recorded_month date,                 -- first day of the month it was recorded in
    ho_code seen_ho_code,                -- Home Office code as in data/reference/offence_codes.csv, or the source's unknown code
    offence_group seen_offence_group not null,  -- group code of data/reference/offence_groups.csv; 'unknown' for a code not in it
    is_vwi boolean,                      -- violence with injury (METHODS: Home Office Counting Rules); NULL unknown
    is_homicide boolean,                 -- murder, manslaughter, infanticide, corporate manslaughter; NULL unknown
    is_most_serious boolean,             -- most serious violence; NULL unknown
    domestic boolean,                    -- national domestic flag; NULL before April 2015 or where missing
    knife boolean,                       -- knife flag; NULL before April 2010 or where missing
    weapon seen_weapon,                  -- weapon as the source classifies it
    district seen_district,              -- code of data/reference/districts.csv, or the source's own; NULL unknown
    csp seen_csp,                        -- community safety partnership code of that district
    lsoa seen_lsoa,                      -- lower layer super output area code
    ward seen_ward,
    beat seen_beat,
    easting integer,                     -- metres of the store's grid
    northing integer,                    -- metres of the store's grid
    location_quality location_quality,   -- NULL where there is no usable point
    place_type seen_place_type,
    public_place boolean,
    alcohol boolean,
    gang boolean,                        -- gang or county-lines marker
    outcome seen_outcome,
    severity_weight double,              -- Crime Severity Score weight of ho_code; NULL where it has none
    first_of_month boolean not null,     -- committed or recorded on the 1st: a default date shows as a spike
    midnight boolean not null,           -- committed at 00:00 exactly: a default time shows as a spike
    content_hash uhugeint not null,      -- of all source attributes: tells a correction from the same row again
    load_id smallint not null            -- the load that brought this content
);
