-- replace_population_lsoa: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is year, lsoa, sex, age_low, age_high, kind
-- Parameters  none
-- Returns     nothing: deletes from and adds to population_lsoa
-- Leaves out  nothing
-- Beware      unknown counts as a value of the key
delete from population_lsoa
where exists (
    select 1
    from incoming_rows as now
    where now.year = population_lsoa.year
        and now.lsoa = population_lsoa.lsoa
        and now.sex is not distinct from population_lsoa.sex
        and now.age_low = population_lsoa.age_low
        and now.age_high = population_lsoa.age_high
        and now.kind = population_lsoa.kind
);

insert into population_lsoa by name
from incoming_rows;
