-- note_withdrawn: write down in the load log how many offences this load withdraws
--
-- Reads       load
-- One row is  a file of this load
-- Parameters  $file, $kind  VARCHAR  the extract's first file of offences
--             $offences     INTEGER  how many are withdrawn
-- Returns     nothing: updates load
-- Leaves out  nothing
-- Beware      the newest row of that file is this load's
update load
set offences_withdrawn = $offences
where load_id = (select max(load_id) from load where file = $file and kind = $kind);
