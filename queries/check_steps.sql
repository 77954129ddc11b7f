-- check_steps: what did cleaning change or make unknown, and how often?
--
-- Reads       load_step
-- One row is  a column and step, over all loads
-- Parameters  none
-- Returns     column_name, step VARCHAR, rows BIGINT
-- Leaves out  nothing
-- Beware      a row loaded again in a later extract counts again
select column_name, step, sum(rows)::bigint as rows
from load_step
group by all
order by rows desc, column_name, step
