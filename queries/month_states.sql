-- month_states: which months may carry a conclusion?
--
-- Reads       month_quality
-- One row is  a month of the extract
-- Parameters  $basis  VARCHAR  'recorded' or 'committed': which date says the month
-- Returns     month DATE, state VARCHAR (complete, provisional, unusual, incomplete, part),
--             reason VARCHAR (NULL where complete), ordered by month
-- Leaves out  nothing
select month, state::varchar as state, reason
from month_quality
where basis = $basis
order by month
