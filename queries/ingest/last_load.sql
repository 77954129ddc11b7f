-- last_load: what is the highest number given to a file of a load so far?
--
-- Reads       load
-- One row is  the store
-- Parameters  none
-- Returns     load_id BIGINT; 0 where nothing was loaded
-- Leaves out  nothing
-- Beware      numbers are never used again
select coalesce(max(load_id), 0) as load_id
from load
