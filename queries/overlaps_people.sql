-- overlaps_people: when was everybody on record born, as far as their ages tell, and of which sex?
--
-- Reads       person
-- One row is  a person
-- Parameters  none
-- Returns     person INTEGER, born FLOAT (days since 1970: the middle of what their ages allow, the
--             median of their occasions; NaN unknown), sex TINYINT (0 female, 1 male, -1 unknown, other,
--             or recorded as both), ordered by person
-- Leaves out  people recorded only in offences of unknown day; ages known as a band
-- Beware      an age that runs backwards moves the median little, and a single one not at all
select
    person,
    coalesce(born, 'nan'::double)::float as born,
    case sex when 'female' then 0 when 'male' then 1 else -1 end::tinyint as sex
from person
where suspect_occasions + victim_occasions > 0
order by person
