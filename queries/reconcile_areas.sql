-- reconcile_areas: whose published figures for twelve months does the store hold?
--
-- Reads       comparator
-- One row is  an area and a source
-- Parameters  none
-- Returns     area, source VARCHAR, figures BIGINT, first_to, last_to DATE (ends of the first and the
--             last twelve months), ordered by area, last_to, figures
-- Leaves out  periods of other lengths
select area, source, count(*) as figures, min(period_to) as first_to, max(period_to) as last_to
from comparator
where date_diff('month', period_from, period_to) = 11
    and day(period_from) = 1
    and period_to = last_day(period_to)
group by area, source
order by area, last_to, figures
