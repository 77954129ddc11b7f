-- loads: which files were read into the store, and what became of their rows?
--
-- Reads       load
-- One row is  a file of a load
-- Parameters  none
-- Returns     load_id BIGINT, loaded_at TIMESTAMP (UTC), file, kind, mapping VARCHAR, rows_read,
--             rows_loaded, rows_quarantined, rows_duplicate, offences_changed,
--             offences_withdrawn BIGINT, ordered by load_id, file
-- Leaves out  nothing
select
    load_id,
    loaded_at,
    file,
    kind,
    mapping,
    rows_read,
    rows_loaded,
    rows_quarantined,
    rows_duplicate,
    offences_changed,
    offences_withdrawn
from load
order by load_id, file
