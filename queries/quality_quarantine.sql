-- quality_quarantine: which rows were refused, and why?
--
-- Reads       quarantine
-- One row is  a reason and column of a file
-- Parameters  none
-- Returns     file VARCHAR, column_name VARCHAR (NULL = the row as a whole), reason VARCHAR (code),
--             rows BIGINT, ordered by rows, most first
-- Leaves out  values and shapes: `vru check` shows these to whoever may see the extract
select file, column_name, reason, count(distinct (load_id, row)) as rows
from quarantine
group by file, column_name, reason
order by rows desc, file, column_name, reason
