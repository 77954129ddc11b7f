-- One row is a day at a weather station.
create table weather (
    day date not null,
    station varchar not null,
    mean_c double,                       -- degrees Celsius
    max_c double,                        -- degrees Celsius
    min_c double,                        -- degrees Celsius
    rain_mm double,                      -- millimetres of rain
    quality varchar                      -- the source's own flag
);

-- One row is a mid-year, area, sex and age range.
create table population (
    year smallint not null,              -- 30 June of this year
    area varchar not null,               -- district code
    sex person_sex,                      -- NULL = both together
    age_low utinyint not null,           -- completed years
    age_high utinyint not null,          -- inclusive; 120 = and over
    residents integer not null,          -- people
    kind varchar not null                -- 'estimate' or 'projection'
);

-- One row is a period, area, age group, cause and sex; a suppressed count is an interval.
create table admission (
    period_from date not null,           -- first day
    period_to date not null,             -- last day, inclusive
    area varchar not null,               -- district code
    cause varchar not null,              -- as published, such as assault by sharp object
    episode varchar not null,            -- 'admission' or 'consultant', never mixed
    sex person_sex,                      -- NULL = both together
    age_low utinyint,                    -- NULL with age_high = all ages
    age_high utinyint,                   -- inclusive; 120 = and over
    low integer not null,                -- least the count can be
    high integer not null,               -- most it can be; equal to low where published
    rounding smallint not null           -- 1 = exact, 5 = to the nearest five
);

-- One row is a hospital's attendances of a month that are alike in all the rest.
create table attendance (
    month date not null,                 -- first day: the day itself is not kept
    hospital varchar not null,           -- as the extract names it; 'not named' where it does not
    district varchar,                    -- district code: where it happened
    lsoa varchar,                        -- small area where it happened
    location_type varchar,               -- kind of place, as the source classifies it
    place varchar,                       -- name of a public place, as the source has it
    weapon varchar,                      -- 'knife', 'other_weapon' or 'none'; NULL = not known
    age_low utinyint,                    -- completed years
    age_high utinyint,                   -- inclusive; 120 = and over
    sex person_sex,
    police_record boolean,               -- whether linkage found a police record; NULL = not linked
    attendances integer not null         -- attendances, not people
);

-- One row is a period, area and measure published by somebody else.
create table comparator (
    period_from date not null,           -- first day
    period_to date not null,             -- last day, inclusive
    area varchar not null,               -- as published: often a force or a group of them
    measure varchar not null,            -- what was measured, with its unit
    value double not null,
    denominator double,                  -- what value is per, NULL for a plain count
    source varchar not null              -- who published it, and where
);

-- One row is a mid-year, small area, sex and age range; never mixed with the districts of `population`.
create table population_lsoa (
    year smallint not null,              -- 30 June of this year
    lsoa varchar not null,               -- small-area code
    sex person_sex,                      -- NULL = both together
    age_low utinyint not null,           -- completed years
    age_high utinyint not null,          -- inclusive; 120 = and over
    residents integer not null,          -- people
    kind varchar not null                -- 'estimate' or 'projection'
);

-- One row is a small area in an edition of the index of multiple deprivation.
create table deprivation (
    edition smallint not null,           -- year of the index, such as 2019
    lsoa varchar not null,               -- small-area code of the census that the edition uses
    district varchar,                    -- district code as published with it
    decile utinyint not null,            -- 1 = among the most deprived tenth of England, 10 = the least
    score double,                        -- as published; higher is more deprived
    residents integer,                   -- people, as published with the index
    residents_year smallint              -- 30 June of this year
);

-- One row is a programme.
create table intervention (
    programme varchar not null,          -- its name
    kind varchar,                        -- such as mentoring, policing, schools
    theme varchar,
    districts varchar[],                 -- district codes; NULL = whole force
    starts date,
    ends date,                           -- last day, inclusive; NULL = goes on
    funding_pounds double,               -- pounds, not adjusted for prices
    funding_year varchar,                -- financial year, such as 2019/20
    intended_outcome varchar,
    measure varchar                      -- what would show the outcome
);

-- One row is an output a programme reported.
create table activity (
    programme varchar not null,          -- intervention.programme
    period_from date not null,           -- first day
    period_to date not null,             -- last day, inclusive
    output varchar not null,             -- what was counted, such as young people seen
    number double not null,
    source varchar                       -- who reported it
);

-- One row is the outline of an area at a level; drawn, never used to decide which area an offence is in.
create table boundary (
    level varchar not null,              -- 'district', 'csp', 'ward', 'beat' or 'lsoa'
    code varchar not null,               -- as offences name the area; unique within its level
    name varchar not null,               -- for reading; the code where there is none
    outline blob not null,               -- WKB of a polygon or multipolygon, metres of the grid, simplified once, shared borders kept
    easting integer not null,            -- metres of the store's grid, of a point inside, where its name may stand
    northing integer not null,           -- metres of the store's grid, of that point
    source varchar not null,             -- who published it, or the file it came from
    schematic boolean not null           -- true for made-up outlines of the demo
);

-- One row is an area and one it became or lies in, such as a small area of 2011 and one of 2021.
create table area_link (
    from_level varchar not null,         -- 'lsoa'
    from_code varchar not null,          -- an older code, or the smaller area
    to_level varchar not null,           -- 'lsoa' for a later edition; 'ward' for what it lies in
    to_code varchar not null             -- several rows for one from_code where an area was split
);
