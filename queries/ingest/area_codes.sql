-- area_codes: which codes of a level did the previous version's offences name?
--
-- Reads       previous.offence
-- One row is  a code
-- Parameters  $level  VARCHAR  'district', 'ward', 'beat' or 'lsoa'
-- Returns     code VARCHAR
-- Leaves out  offences without a code
select distinct
    case $level
        when 'district' then district::varchar
        when 'ward' then ward::varchar
        when 'beat' then beat::varchar
        else lsoa::varchar
    end as code
from previous.offence
where code is not null
