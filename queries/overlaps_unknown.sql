-- overlaps_unknown: in how many offences with suspect and victim is their relationship unknown?
--
-- Reads       pair
-- One row is  a month
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
-- Returns     month INTEGER (since January 1970), offences BIGINT, unknown BIGINT (no pair of theirs says
--             it), ordered by month
-- Leaves out  offences of unknown day, or without suspect or victim
with each as (
    select datediff('month', date '1970-01-01', any_value(committed_on)) as month, count(relationship) > 0 as related
    from pair
    where weight < 1 and committed_on is not null and ($violence = 'any' or is_vwi)
    group by offence
    union all
    select datediff('month', date '1970-01-01', committed_on), relationship is not null
    from pair
    where weight = 1 and committed_on is not null and ($violence = 'any' or is_vwi)
)

select month, count(*) as offences, count(*) filter (not related) as unknown
from each
group by month
order by month
