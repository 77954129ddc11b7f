-- check_months: which months may carry no conclusion, and why?
--
-- Reads       month_quality
-- One row is  a basis and month
-- Parameters  none
-- Returns     basis VARCHAR, month DATE, state, reason VARCHAR
-- Leaves out  complete months
-- Beware      provisional months fill up with the next extract
select basis, month, state::varchar as state, reason
from month_quality
where state <> 'complete'
order by basis, month
