-- The residents of small areas, of a version that has them.
insert into population_lsoa by name from previous.population_lsoa;
