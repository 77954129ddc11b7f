-- withdraw: which offences of the replaced period does this extract no longer have?
--
-- Reads       previous.offence, seen_id
-- One row is  an offence
-- Parameters  $first  DATE  first day of the period
--             $end    DATE  the day after it
-- Returns     nothing: fills staged_withdrawn
-- Leaves out  offences withdrawn before
-- Beware      the period is of the date recorded, of the date committed where there is none
insert into staged_withdrawn
select offence_id
from previous.offence
where coalesce(recorded_month, committed_month) >= $first
    and coalesce(recorded_month, committed_month) < $end
    and status <> 'withdrawn'
    and offence_id not in (select offence_id from seen_id);
