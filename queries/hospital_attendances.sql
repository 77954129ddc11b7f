-- hospital_attendances: how many attendances after an assault were there, by month and what is known of them?
--
-- Reads       attendance
-- One row is  a month, district, kind of place, weapon, age, sex and state of linkage with attendances
-- Parameters  none
-- Returns     month DATE, district, location_type, weapon VARCHAR, age VARCHAR ('under', 'over' or NULL: of
--             25), sex person_sex, police_record BOOLEAN (NULL = not linked), attendances BIGINT,
--             ordered by month
-- Leaves out  nothing
-- Beware      attendances, not people
select
    month,
    district,
    location_type,
    weapon,
    case when age_high < 25 then 'under' when age_low >= 25 then 'over' end as age,
    sex,
    police_record,
    sum(attendances)::bigint as attendances
from attendance
group by all
order by month
