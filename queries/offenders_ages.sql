-- offenders_ages: how many people have ages recorded that fit no one birth?
--
-- Reads       occasion
-- One row is  the store
-- Parameters  $years  INTEGER  years by which births may disagree before ages count as contradicting
-- Returns     people BIGINT (with a known age on two days or more), apart BIGINT (of them, those whose ages
--             fit no birth, as where one runs backwards between two offences)
-- Leaves out  people unknown; days of unknown age
with births as (
    select
        person,
        max(datediff('day', date '1970-01-01', day) - (365.25 * (age_high + 1))::integer) as earliest,
        min(datediff('day', date '1970-01-01', day) - (365.25 * age_low)::integer) as latest
    from occasion
    where age_low is not null
    group by person
    having min(day) < max(day)
)

select count(*) as people, coalesce(count_if(earliest - latest > 365.25 * $years), 0) as apart
from births
