-- offence_steps: how often did reference tables and dates change or mark an offence of this file?
--
-- Reads       offence_row
-- One row is  a contract column and a step that happened at least once
-- Parameters  none
-- Returns     column_name, step VARCHAR, rows BIGINT
-- Leaves out  what the cleaners counted already, and rows in quarantine
-- Beware      counts source rows, not offences
with counted as (
    select unnest([
        {'column_name': 'offence_id', 'step': 'without_id', 'rows': count(*) filter (without_id)},
        {'column_name': 'ho_code', 'step': 'unknown_code', 'rows': count(*) filter (code_unknown)},
        {'column_name': 'ho_code', 'step': 'code_outside_validity', 'rows': count(*) filter (code_outside_validity)},
        {'column_name': 'offence_group', 'step': 'group_missing', 'rows': count(*) filter (group_missing)},
        {'column_name': 'domestic', 'step': 'flag_before_valid', 'rows': count(*) filter (domestic_too_early)},
        {'column_name': 'knife', 'step': 'flag_before_valid', 'rows': count(*) filter (knife_too_early)},
        {'column_name': 'committed_to', 'step': 'ends_before_start', 'rows': count(*) filter (ends_before_start)},
        {
            'column_name': 'recorded_on', 'step': 'recorded_before_committed',
            'rows': count(*) filter (recorded_before_committed)
        },
        {'column_name': 'committed_from', 'step': 'midnight', 'rows': count(*) filter (midnight)},
        {
            'column_name': 'committed_from', 'step': 'first_of_month',
            'rows': count(*) filter (day(committed_on) = 1)
        },
        {'column_name': 'recorded_on', 'step': 'first_of_month', 'rows': count(*) filter (day(recorded_on) = 1)},
        {'column_name': 'status', 'step': 'not_a_crime', 'rows': count(*) filter (status <> 'crime')}
    ]) as found
    from offence_row
)

select found.column_name, found.step, found.rows
from counted
where found.rows > 0
