-- One row is a person in an offence in a role. The offence's main attributes are copied in
-- (measured: halves the person-level queries). Sorted by person, committed day, offence.
create table involvement (
    involvement integer not null,        -- surrogate, dense, in sort order
    offence integer not null,            -- offence.offence
    person integer,                      -- person.person; NULL = person unknown
    role person_role not null,
    age_low utinyint,                    -- completed years at the offence; equal to age_high where exact
    age_high utinyint,                   -- NULL with age_low = unknown
    sex person_sex,                      -- NULL unknown
    ethnicity seen_ethnicity,            -- as the source classifies it
    relationship relationship,           -- what the suspect is to the victim, as this row said it; NULL unknown
    status offence_status not null,      -- copied from the offence, as are all below
    committed_on date,
    committed_month date,
    recorded_on date,
    recorded_month date,
    offence_group seen_offence_group not null,
    is_vwi boolean,
    domestic boolean,
    knife boolean,
    district seen_district,
    severity_weight double,
    content_hash uhugeint not null,      -- of all source attributes of the row
    load_id smallint not null
);

-- One row is a victim and a suspect in one offence; the pairs of an offence weigh 1 together.
create table pair (
    offence integer not null,
    victim integer not null,             -- involvement.involvement of the victim
    suspect integer not null,            -- involvement.involvement of the suspect
    relationship relationship,           -- what the suspect is to the victim; NULL unknown
    weight double not null               -- 1 / pairs of the offence
);

-- One row is a pseudonym.
create table person (
    person integer not null,             -- surrogate, dense
    pseudonym uuid not null,             -- first 128 bits of HMAC-SHA256 of the normalised key
    first_suspect_on date,               -- by day committed, offences of status crime only
    last_suspect_on date,
    suspect_occasions integer not null,  -- distinct days as suspect
    first_victim_on date,
    last_victim_on date,
    victim_occasions integer not null,
    sexes utinyint not null              -- how many different known sexes the pseudonym was recorded with
);

-- One row is an occasion: a person, a role and a day, whatever the number of offences on it.
-- Status crime with a known person and day only. Sorted by person, role, day. The violence that
-- counts as one is chosen when it is read: the macro `occasions` of 15_selected.sql.
create table occasion (
    person integer not null,
    role person_role not null,           -- 'suspect' or 'victim'
    day date not null,                   -- committed
    age_low utinyint,                    -- completed years, lowest of the day; NULL unknown
    age_high utinyint,                   -- highest of the day
    sex person_sex,                      -- NULL unknown, or recorded as both on that day
    district seen_district,              -- of the day's first offence; NULL unknown
    offences smallint not null,          -- of any group
    partner smallint not null,           -- of them with a partner or ex-partner on the other side
    related smallint not null,           -- of them with a known relationship
    domestic smallint not null,          -- of them with the domestic flag set
    harm double not null,                -- their severity weights, as far as they have one
    injury smallint not null,            -- of the offences: violence with injury; as are all below
    injury_partner smallint not null,
    injury_related smallint not null,
    injury_domestic smallint not null,
    injury_harm double not null
);
