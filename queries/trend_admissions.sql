-- trend_admissions: how many people were admitted to hospital after an assault, month by month?
--
-- Reads       admission
-- One row is  an area and month with published counts
-- Parameters  none
-- Returns     area VARCHAR, month DATE, low BIGINT, high BIGINT (equal where nothing is suppressed),
--             ordered by area, month
-- Leaves out  consultant episodes, which are another measure; periods other than one month; rows by
--             sex, where both together are published too
select area, period_from as month, sum(low)::bigint as low, sum(high)::bigint as high
from admission
where episode = 'admission'
    and sex is null
    and day(period_from) = 1
    and period_to = last_day(period_from)
group by area, period_from
order by area, month
