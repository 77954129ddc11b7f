select count(*)
from merged_involvement
anti join merged_offence using (offence_id);
