-- stage_rows: hand one file's offences and people over to the store's build
--
-- Reads       offence_row, person_row, offence_found, person_found, known_offence, known_person
-- One row is  see the staging tables
-- Parameters  none
-- Returns     nothing: adds to staged_offence and staged_involvement, brings known_* up to date
-- Leaves out  repeated rows of the file, and people whom an earlier file of this load brought
-- Beware      offences without change are staged too: what reference tables say of them may be new
insert into staged_offence by name
select offence_row.* exclude (
    row, without_id, code_unknown, code_outside_validity, group_missing, domestic_too_early, knife_too_early,
    ends_before_start, recorded_before_committed
)
from offence_row
anti join (from offence_found where not first_in_file) using (row);

insert into staged_involvement by name
select
    person_row.offence_id, pseudonym::uuid as pseudonym, role, age_low, age_high, sex, ethnicity, relationship,
    person_row.content_hash, load_id
from person_row
anti join (from person_found where skipped) using (row, block);

insert into known_person
select offence_id, content_hash, count(*) as times, true as in_load
from person_found
where not skipped
group by all;
