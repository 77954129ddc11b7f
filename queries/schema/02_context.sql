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
