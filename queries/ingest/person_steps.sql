-- person_steps: which ages did the role or the birth date decide, and how often?
--
-- Reads       person_row
-- One row is  a contract column and a step that happened at least once
-- Parameters  none
-- Returns     column_name, step VARCHAR, rows BIGINT
-- Leaves out  what the cleaners counted already
-- Beware      age 0 is right for a victim; many of them may still be a default
with counted as (
    select unnest([
        {'column_name': 'age', 'step': 'suspect_under_10', 'rows': count(*) filter (suspect_under_10)},
        {'column_name': 'birth_date', 'step': 'age_out_of_range', 'rows': count(*) filter (age_too_high)},
        {'column_name': 'birth_date', 'step': 'age_from_birth_date', 'rows': count(*) filter (age_from_birth)},
        {
            'column_name': 'age', 'step': 'victim_aged_0',
            'rows': count(*) filter (role = 'victim' and age_high = 0)
        }
    ]) as found
    from person_row
)

select found.column_name, found.step, found.rows
from counted
where found.rows > 0
