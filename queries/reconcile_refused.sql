-- reconcile_refused: how many rows of files with published figures were refused at loading?
--
-- Reads       load
-- One row is  all such files together
-- Parameters  none
-- Returns     rows BIGINT
-- Leaves out  which rows: the data-quality page has their files, columns and reasons
select coalesce(sum(rows_quarantined), 0)::bigint as rows
from load
where kind = 'comparators'
