-- extract_end: what is the last day of the extract, and how late are offences recorded?
--
-- Reads       offence
-- One row is  the store
-- Parameters  none
-- Returns     extract_to DATE  last day recorded (committed, or the month's end, where there is none)
--             lag_days DOUBLE  days from commission after which 95 % of offences are recorded; NULL unknown
-- Leaves out  records that are no crime; for the lag, offences recorded more than two years before the end
-- Beware      sexual offences years back are in the last 5 %: the lag is of ordinary offences
with crimes as (
    select
        recorded_on, committed_on,
        coalesce(recorded_on, last_day(recorded_month), committed_on, last_day(committed_month)) as known_on
    from offence
    where status = 'crime'
),

ended as (
    select max(known_on) as extract_to
    from crimes
)

select
    any_value(ended.extract_to) as extract_to,
    quantile_cont(date_diff('day', committed_on, recorded_on), 0.95) filter (
        recorded_on >= committed_on and recorded_on >= extract_to - interval 2 year
    ) as lag_days
from crimes
cross join ended
