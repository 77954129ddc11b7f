-- row_counts: how many source rows of this file are loaded, duplicates, corrections?
--
-- Reads       row_found, offence_found
-- One row is  the file
-- Parameters  none
-- Returns     loaded, duplicates, changed BIGINT
-- Leaves out  rows in quarantine
-- Beware      `changed` counts offences, the others source rows
select
    count(*) filter (not duplicate) as loaded,
    count(*) filter (duplicate) as duplicates,
    (select count(*) from offence_found where first_in_file and known and not same) as changed
from row_found
