-- success_admissions: how many admissions to hospital were published, month by month?
--
-- Reads       admission
-- One row is  an area, cause, month and age range with published admissions of both sexes
-- Parameters  none
-- Returns     area, cause VARCHAR, month DATE, age_low, age_high UTINYINT (NULL = all ages), low, high
--             INTEGER (1 and 7 where suppressed), rounding SMALLINT, ordered by all of them
-- Leaves out  consultant episodes, which are another measure; periods other than one month; rows by sex
-- Beware      all ages and bands stand side by side: adding them counts twice
select area, cause, period_from as month, age_low, age_high, low, high, rounding
from admission
where episode = 'admission'
    and sex is null
    and day(period_from) = 1
    and period_to = last_day(period_from)
order by all
