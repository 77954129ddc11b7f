-- check_files: what did each file of each load come to?
--
-- Reads       load
-- One row is  a file of a load
-- Parameters  none
-- Returns     load_id BIGINT, loaded_at TIMESTAMP, file, kind, mapping VARCHAR, read, loaded, quarantined,
--             duplicates, changed, withdrawn BIGINT; newest first
-- Leaves out  files that brought nothing new: they make no version
-- Beware      read = loaded + quarantined + duplicates, source rows; the last two count offences
select
    load_id, loaded_at, file, kind, mapping, rows_read as read, rows_loaded as loaded,
    rows_quarantined as quarantined, rows_duplicate as duplicates, offences_changed as changed,
    offences_withdrawn as withdrawn
from load
order by load_id desc
