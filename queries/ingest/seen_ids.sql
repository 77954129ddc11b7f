-- seen_ids: remember which offences an extract that replaces a period still has, refused ones too
--
-- Reads       incoming_id (registered: offence_id of every row of the file), offence_row
-- One row is  an offence id
-- Parameters  none
-- Returns     nothing: adds to seen_id
-- Leaves out  nothing
-- Beware      a row that is refused this time is not missing: its offence may not be withdrawn
create temp table if not exists seen_id (offence_id varchar);

insert into seen_id
select offence_id
from incoming_id
where offence_id is not null
union
select offence_id
from offence_row;
