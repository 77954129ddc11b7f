-- careers_cohorts: how many different people were suspects in each year, by their age then?
--
-- Reads       occasion (through the macro occasions)
-- One row is  a year of twelve months and an age in completed years
-- Parameters  $violence     VARCHAR    'injury' or 'any': what makes an occasion
--             $first, $end  DATE       whole years from $first; $end is exclusive
--             $areas        VARCHAR[]  district codes of the occasion
--             $sex          VARCHAR    NULL = everybody
--             $domestic     VARCHAR    'yes' (an offence of the day is flagged) or 'no'; NULL = whichever
-- Returns     year INTEGER (0 = the twelve months from $first), age UTINYINT (at the year's first
--             occasion with a known age; NULL where none gives one exact age), suspects BIGINT,
--             ordered by year, age
-- Leaves out  people unknown, and occasions of unknown day or outside $areas
with chosen as (
    select person, day, age_low, age_high, datediff('month', $first::date, day) // 12 as year
    from occasions($violence)
    where role = 'suspect' and day >= $first and day < $end
        and list_contains($areas::varchar[], district::varchar)
        and ($sex is null or sex::varchar = $sex)
        and ($domestic is null or (domestic > 0) = ($domestic = 'yes'))
),

yearly as (
    select person, year, arg_min(age_low, day) as low, arg_min(age_high, day) as high
    from chosen
    group by person, year
)

select year::integer as year, if(low = high, low, null) as age, count(*) as suspects
from yearly
group by all
order by year, age
