-- knife_published: which knife figures were published by quarter?
--
-- Reads       comparator
-- One row is  an area, quarter and measure
-- Parameters  none
-- Returns     area VARCHAR, first DATE (of the quarter), measure VARCHAR, value DOUBLE, source VARCHAR,
--             ordered by area, first, measure
-- Leaves out  periods of other lengths, measures that do not begin with Knife crime
-- Beware      measures of one publication may hold each other: never add them up
select area, period_from as first, measure, value, source
from comparator
where starts_with(measure, 'Knife crime')
    and date_diff('month', period_from, period_to) = 2
    and day(period_from) = 1
    and period_to = last_day(period_to)
order by area, first, measure
