-- An offence that its source no longer has stays, uncounted: 'crime' is what is counted.
update merged_offence
set status = 'withdrawn'
from staged_withdrawn
where merged_offence.offence_id = staged_withdrawn.offence_id;
