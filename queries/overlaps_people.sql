-- overlaps_people: when was everybody on record born, as far as their ages tell, and of which sex?
--
-- Reads       occasion
-- One row is  a person
-- Parameters  none
-- Returns     person INTEGER, born FLOAT (days since 1970: the middle of what their ages allow, the
--             median of their occasions; NaN unknown), sex TINYINT (0 female, 1 male, -1 unknown, other,
--             or recorded as both), ordered by person
-- Leaves out  people recorded only in offences of unknown day; ages known as a band
-- Beware      an age that runs backwards moves the median little, and a single one not at all
select
    person,
    coalesce(
        median(epoch(day) / 86400 - (age_low + 0.5) * 365.25) filter (age_low = age_high), 'nan'::double
    )::double as born,
    case
        when min(sex) is null or min(sex) <> max(sex) then -1
        when min(sex) = 'female' then 0
        when min(sex) = 'male' then 1
        else -1
    end::tinyint as sex
from occasion
group by person
order by person
