-- One row is a day at a weather station.
create table weather (
    day date not null,
    station varchar not null,
    mean_c double, max_c double, min_c double,  -- degrees Celsius
    rain_mm double,
    quality varchar
);

-- One row is a mid-year, area, sex and age range.
create table population (
    year smallint not null,              -- 30 June of this year
    area varchar not null,               -- district code
    sex person_sex,                      -- NULL = both together
    age_low utinyint not null,
    age_high utinyint not null,          -- 120 = and over
    residents integer not null,
    kind varchar not null                -- 'estimate' or 'projection'
);

-- One row is a period, area, age group, cause and sex; a suppressed count is an interval.
create table admission (
    period_from date not null, period_to date not null,  -- inclusive
    area varchar not null, cause varchar not null,
    episode varchar not null,            -- 'admission' or 'consultant', never mixed
    sex person_sex, age_low utinyint, age_high utinyint,
    low integer not null, high integer not null,         -- equal where published
    rounding smallint not null           -- 1 = exact
);

-- One row is a period, area and measure published by somebody else.
create table comparator (
    period_from date not null, period_to date not null,  -- inclusive
    area varchar not null, measure varchar not null,
    value double not null, denominator double, source varchar not null
);

-- One row is a programme.
create table intervention (
    programme varchar not null, kind varchar, theme varchar,
    districts varchar[],                 -- NULL = whole force
    starts date, ends date, funding_pounds double, funding_year varchar, intended_outcome varchar, measure varchar
);

-- One row is an output a programme reported.
create table activity (
    programme varchar not null, period_from date not null, period_to date not null,
    output varchar not null, number double not null, source varchar
);
