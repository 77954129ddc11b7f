-- reconcile_figures: what is published for an area, twelve months at a time?
--
-- Reads       comparator
-- One row is  twelve months and a category
-- Parameters  $area    VARCHAR  as published
--             $source  VARCHAR  who published it
-- Returns     starts DATE (first day of the twelve months), measure VARCHAR, value DOUBLE,
--             ordered by starts, measure
-- Leaves out  periods of other lengths
-- Beware      the twelve months overlap: never add them up
select period_from as starts, measure, value
from comparator
where area = $area
    and source = $source
    and date_diff('month', period_from, period_to) = 11
    and day(period_from) = 1
    and period_to = last_day(period_to)
order by starts, measure
