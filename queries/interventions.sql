-- interventions: which programmes are known, where, when and with what money?
--
-- Reads       intervention
-- One row is  a programme and funding year
-- Parameters  none
-- Returns     programme VARCHAR, kind VARCHAR, theme VARCHAR, districts VARCHAR (codes joined by ';', NULL
--             = whole force), starts DATE, ends DATE (last day; NULL = goes on), funding_pounds DOUBLE,
--             intended_outcome VARCHAR, ordered by starts, programme
-- Leaves out  nothing: an undated programme is listed, and drawn on no trend
select
    programme, kind, theme, array_to_string(districts, ';') as districts, starts, ends, funding_pounds,
    intended_outcome
from intervention
order by starts, programme, funding_year
