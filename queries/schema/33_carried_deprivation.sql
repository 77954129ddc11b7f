-- The deprivation of small areas, of a version that has it.
insert into deprivation by name from previous.deprivation;
