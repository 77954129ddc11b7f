-- The newest word on each offence of this load, and the people of this load.
create temp table merged_offence as
select *
from staged_offence
qualify row_number() over (partition by offence_id order by load_id desc, rowid desc) = 1;

create temp table merged_involvement as
from staged_involvement;
