-- quality_steps: what did cleaning change or make unknown?
--
-- Reads       load_step
-- One row is  a step on a column of a file
-- Parameters  none
-- Returns     file, column_name, step VARCHAR, rows BIGINT, ordered by rows, most first
-- Leaves out  nothing
select file, column_name, step, sum(rows)::bigint as rows
from load_step
group by file, column_name, step
order by rows desc, file, column_name, step
