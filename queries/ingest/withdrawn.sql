-- withdrawn: how many offences does this load withdraw?
--
-- Reads       staged_withdrawn
-- One row is  the load
-- Parameters  none
-- Returns     offences BIGINT
-- Leaves out  offences withdrawn by earlier loads
-- Beware      they stay in the store with status withdrawn, and are counted nowhere
select count(*) as offences
from staged_withdrawn
