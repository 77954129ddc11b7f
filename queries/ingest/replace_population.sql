-- replace_population: put this file's rows in the place of those with the same key
--
-- Reads       incoming_rows (registered)
-- One row is  see queries/schema/02_context.sql; the key is year, area, sex, age_low, age_high, kind
-- Parameters  none
-- Returns     nothing: deletes from and adds to population
-- Leaves out  nothing
-- Beware      unknown counts as a value of the key
delete from population
where exists (
    select 1
    from incoming_rows as now
    where now.year is not distinct from population.year
        and now.area is not distinct from population.area
        and now.sex is not distinct from population.sex
        and now.age_low is not distinct from population.age_low
        and now.age_high is not distinct from population.age_high
        and now.kind is not distinct from population.kind
);

insert into population by name
from incoming_rows;
