-- trend_admissions: how many people were admitted to hospital after an assault, month by month?
--
-- Reads       admission
-- One row is  an area and month with published counts
-- Parameters  none
-- Returns     area VARCHAR, month DATE, low BIGINT, high BIGINT (equal where nothing is suppressed),
--             ordered by area, month
-- Leaves out  consultant episodes, which are another measure; periods other than one month; rows by
--             sex, where both together are published too; rows by age where all ages are, and single
--             causes where a range of them (X85-Y09) is: they would count twice
-- Beware      rounding is not in low and high
with months as (
    select
        area,
        period_from as month,
        low,
        high,
        age_low is null as all_ages,
        length(cause) > 4 and contains(cause, '-') as all_causes
    from admission
    where episode = 'admission'
        and sex is null
        and day(period_from) = 1
        and period_to = last_day(period_from)
),

widest as (
    from months
    qualify all_causes = max(all_causes) over (partition by area, month)
)

select area, month, sum(low)::bigint as low, sum(high)::bigint as high
from (
    from widest
    qualify all_ages = max(all_ages) over (partition by area, month)
)
group by area, month
order by area, month
