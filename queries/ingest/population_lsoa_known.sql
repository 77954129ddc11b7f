-- population_lsoa_known: what does the store hold in the table population_lsoa?
--
-- Reads       population_lsoa
-- One row is  see queries/schema/02_context.sql
-- Parameters  none
-- Returns     all columns of population_lsoa
-- Leaves out  nothing
-- Beware      earlier files of the same load are in it already
from population_lsoa
