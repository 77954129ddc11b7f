-- check_quarantine: why were rows refused, and where do they begin?
--
-- Reads       quarantine
-- One row is  a file, column and reason
-- Parameters  none
-- Returns     file, column_name, reason VARCHAR, rows BIGINT, first_row BIGINT, example VARCHAR (a shape)
-- Leaves out  nothing
-- Beware      first_row counts as a spreadsheet does: the header is row 1
select
    file, column_name, reason, count(*) as rows, min(row) as first_row, min_by(shape, row) as example
from quarantine
group by all
order by rows desc, file, reason
