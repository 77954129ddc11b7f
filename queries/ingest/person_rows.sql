-- person_rows: the people of one file, with their ages as far as the offence's day tells
--
-- Reads       incoming_people (registered: cleaned involvement columns), offence_row, known_offence
-- One row is  a person named by a source row in a role
-- Parameters  $load_id      SMALLINT  the file's number
--             $people_only  BOOLEAN   the file has people and no offences of its own
-- Returns     nothing: makes person_row
-- Leaves out  rows that cleaning refused: they are not in incoming_people
-- Beware      `birth` is used here and goes no further; the table is temporary and in memory
create or replace temp table person_row as
with placed as (
    -- a wide row's people belong to the offence of the same row, whatever its id
    select
        person.* exclude (offence_id), own.offence_id, true as has_offence,
        coalesce(committed_on, committed_month, recorded_on, recorded_month) as first_day,
        coalesce(committed_on, last_day(committed_month), recorded_on, last_day(recorded_month)) as last_day
    from incoming_people as person
    join offence_row as own using (row)
    where not $people_only
    union all by name
    select
        person.*, known.offence_id is not null as has_offence, known.first_day, known.last_day
    from incoming_people as person
    left join known_offence as known on known.offence_id = person.offence_id
    where $people_only
),

dated as (
    select
        * exclude (age_low, age_high, birth, first_day, last_day),
        coalesce(birth > last_day, false) as before_birth,
        age_low is null and birth is not null and last_day is not null as age_from_birth,
        -- only the month known: the age may be one of two
        coalesce(age_low, date_sub('year', birth, greatest(first_day, birth))) as low,
        coalesce(age_high, date_sub('year', birth, greatest(last_day, birth))) as high
    from placed
),

judged as (
    select
        *,
        coalesce(high < 10 and role = 'suspect', false) as suspect_under_10,
        -- an open band (65 and over) ends at 120; an exact age beyond 110 is a slip
        coalesce(low > 110 or low < 0, false) as age_too_high
    from dated
),

aged as (
    select
        * exclude (low, high),
        case when not suspect_under_10 and not age_too_high then low end::utinyint as age_low,
        case when not suspect_under_10 and not age_too_high then high end::utinyint as age_high
    from judged
)

select
    *,
    $load_id::smallint as load_id,
    md5_number(concat_ws(
        chr(31),
        coalesce(pseudonym, chr(30)), role, coalesce(age_low::varchar, chr(30)), coalesce(age_high::varchar, chr(30)),
        coalesce(sex, chr(30)), coalesce(ethnicity, chr(30)), coalesce(relationship, chr(30))
    )) as content_hash
from aged;
