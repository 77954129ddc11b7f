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
    csp seen_csp,
    severity_weight double,
    doubled boolean not null,            -- an earlier row has the same offence, person and role
    content_hash uhugeint not null,      -- of all source attributes of the row
    load_id smallint not null
);

-- One row is a victim and a suspect in one offence; the pairs of an offence weigh 1 together.
create table pair (
    offence integer not null,
    victim integer not null,             -- involvement.involvement of the victim
    suspect integer not null,            -- involvement.involvement of the suspect
    relationship relationship,           -- what the suspect is to the victim; NULL unknown
    weight double not null,              -- 1 / pairs of the offence
    hurt integer,                        -- person.person of the victim; NULL = person unknown
    named integer,                       -- person.person of the suspect
    committed_on date,                   -- copied from the offence, as is is_vwi
    is_vwi boolean,
    answered utinyint not null,          -- another offence with the two persons in each other's role: 1 the
                                         -- day before, 2 the same day, 4 the day after, and their sums
    injury_answered utinyint not null    -- the same, where both are violence with injury
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
    born double,                         -- days since 1970, from occasions with an exact age: the median of the
                                         -- middles of what the ages allow; NULL unknown
    sex person_sex,                      -- NULL unknown, or recorded as several on occasions
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
    injury_harm double not null,
    unweighted smallint not null,        -- of the offences: without a severity weight
    injury_unweighted smallint not null,
    single smallint not null,            -- of the offences: not answered by another (pair.answered)
    injury_single smallint not null      -- of the violence with injury: not answered by violence with injury
);

-- One row is a person with occasions in a role, of any offences or of violence with injury alone.
-- Sorted by injury, role, person. What is said of the first day is of the day as a whole.
create table career (
    injury boolean not null,             -- only violence with injury makes an occasion; else any offence
    role person_role not null,
    person integer not null,
    day date not null,                   -- of the first occasion
    again date,                          -- of the second; NULL = not again
    age_low utinyint,                    -- on the first day, as are age_high, sex and domestic
    age_high utinyint,
    sex person_sex,
    domestic boolean not null,           -- an offence of the first day is flagged
    occasions integer not null,          -- in the whole extract
    offences integer not null,
    harm double not null,                -- sum of severity weights
    unweighted integer not null          -- offences without a weight
);

-- One row is a suspect's day of violence against a partner or ex-partner, or against an
-- acquaintance or stranger. Sorted by suspect, general, day.
create table relation (
    person integer not null,             -- the suspect
    general boolean not null,            -- against an acquaintance or a stranger; else a partner or ex-partner
    day date not null,                   -- committed
    injury boolean not null              -- one of the offences is violence with injury
);

-- One row is a day on which two persons were suspect and victim of one offence, whichever was which.
-- Sorted by one, other, day.
create table couple (
    one integer not null,                -- person.person, the lower number
    other integer not null,
    day date not null,                   -- committed
    injury boolean not null              -- one of the offences is violence with injury
);
