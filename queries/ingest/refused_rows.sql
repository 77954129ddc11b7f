-- refused_rows: which rows of this file were refused because of other rows?
--
-- Reads       refused_row
-- One row is  a source row
-- Parameters  none
-- Returns     row BIGINT, column_name, reason VARCHAR, ordered by row
-- Leaves out  nothing
-- Beware      column_name is the contract's here; the load turns it into the source's
select row, column_name, reason
from refused_row
order by row
