-- young_repeat: of those under 25 who were hurt in a year, how many had been hurt in the year before that day?
--
-- Reads       occasion (through the macro occasions)
-- One row is  an age group
-- Parameters  $first, $end  DATE       the year of first days; $end is exclusive
--             $violence     VARCHAR    'injury' or 'any': what makes an occasion
--             $level        VARCHAR    'district' or 'csp': what $areas are codes of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
-- Returns     age VARCHAR ('0_9', '10_17', '18_24', 'under_25'); people BIGINT (each once, as at the first day
--             in the year), before BIGINT (of them with a day as victim in the 365 before), twice BIGINT
--             (of them with a second day in the year), in no order
-- Leaves out  victims without a usable key, and those whose age is not known to be under 25
-- Beware      areas narrow the first days only: earlier days are seen wherever they were
with hurt as (
    select
        one.person, one.day, one.age_low, one.age_high, place.csp, one.district,
        lag(one.day) over (partition by one.person order by one.day) as earlier,
        row_number() over (
            partition by one.person, one.day >= $first::date and one.day < $end::date order by one.day
        ) as turn,
        count(*) over (partition by one.person, one.day >= $first::date and one.day < $end::date) as days
    from occasions($violence) as one
    left join (select distinct district, csp from offence where district is not null) as place
        on one.district = place.district
    where one.role = 'victim' and one.day >= $first::date - 366 and one.day < $end::date
)

select
    under_25(age_low, age_high) as age,
    count(*) as people,
    count(*) filter (earlier >= day - 365) as before,
    count(*) filter (days > 1) as twice
from hurt
where day >= $first::date and turn = 1 and age_high <= 24
    and ($areas is null or list_contains($areas, if($level = 'csp', csp::varchar, district::varchar)))
group by all
