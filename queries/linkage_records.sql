-- linkage_records: do the sexes and births recorded under one pseudonym agree?
--
-- Reads       involvement
-- One row is  a kind of pseudonym: its number of records, its sexes, and between which births they agree
-- Parameters  none
-- Returns     records INTEGER (with known sex, age and day; 10 for 10 and more), sex VARCHAR ('female',
--             'male', 'both'), born_from, born_to INTEGER (quarters of a year since 1970: the latest of
--             the earliest births the ages allow, and the earliest of the latest; from > to where no
--             birth fits all records), persons BIGINT
-- Leaves out  people unknown; records that are no crime or without sex, age or day
-- Beware      a person with a single record is there too: such people show what two of them would be like
with kept as (
    select
        person,
        sex,
        floor((datediff('day', date '1970-01-01', committed_on) - 365.25 * (age_high + 1)) / 91.3125) as earliest,
        floor((datediff('day', date '1970-01-01', committed_on) - 365.25 * age_low) / 91.3125) as latest
    from involvement
    where status = 'crime' and person is not null and sex is not null and age_low is not null
        and committed_on is not null
),

people as (
    select
        least(count(*), 10)::integer as records,
        case when min(sex) = max(sex) then min(sex)::varchar else 'both' end as sex,
        max(earliest)::integer as born_from,
        min(latest)::integer as born_to
    from kept
    group by person
)

select records, sex, born_from, born_to, count(*) as persons
from people
group by all
order by all
