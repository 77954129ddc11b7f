-- What a load hands over, in temporary tables: they never reach the version's file, so that no
-- bytes of a dropped table stay in it. Text is text here; the finished tables have enums.
-- The contract with ingest stands in vru/store/build.py.

-- One row is a recorded crime as this load knows it. Where an id comes twice, the row with the
-- higher load_id wins, then the one put in later. Columns are those of offence.
create temp table staged_offence (
    offence_id varchar not null,
    incident_id varchar,
    status offence_status not null,
    committed_from timestamp,
    committed_to timestamp,
    committed_precision date_precision,
    committed_on date,
    committed_month date,
    recorded_on date,
    recorded_month date,
    ho_code varchar,
    offence_group varchar not null,
    is_vwi boolean,
    is_homicide boolean,
    is_most_serious boolean,
    domestic boolean,
    knife boolean,
    weapon varchar,
    district varchar,
    csp varchar,
    lsoa varchar,
    ward varchar,
    beat varchar,
    easting integer,
    northing integer,
    location_quality location_quality,
    place_type varchar,
    public_place boolean,
    alcohol boolean,
    gang boolean,
    outcome varchar,
    severity_weight double,
    first_of_month boolean not null,
    midnight boolean not null,
    content_hash uhugeint not null,
    load_id smallint not null
);

-- One row is a person in an offence in a role. The rows of an offence replace all it had before;
-- an offence without a row here keeps those it had.
create temp table staged_involvement (
    offence_id varchar not null,         -- of this load or of the previous version
    pseudonym uuid,                      -- NULL = person unknown
    role person_role not null,
    age_low utinyint,
    age_high utinyint,
    sex person_sex,
    ethnicity varchar,
    relationship relationship,           -- what the suspect is to the victim
    content_hash uhugeint not null,
    load_id smallint not null
);

-- One row is an offence of the replaced period that this load no longer has.
create temp table staged_withdrawn (offence_id varchar not null);
