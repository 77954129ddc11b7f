-- judge_rows: what is new in this file, what is a correction, what was there before?
--
-- Reads       offence_row, person_row, repeated_id, known_offence, known_person
-- One row is  in offence_found and person_found, a row of offence_row or person_row
-- Parameters  none
-- Returns     nothing: makes offence_found, person_found and row_found (one row is a source row)
-- Leaves out  refused rows: refuse_rows has taken them out
-- Beware      people without a pseudonym are never duplicates of each other within a file; the
--             n-th such row is a duplicate only of an n-th one known before
create or replace temp table offence_found as
with again as (
    select row
    from offence_row
    where offence_id in (from repeated_id)
    qualify row_number() over (partition by offence_id order by row) > 1
)

select
    offence_row.row,
    offence_row.offence_id,
    offence_row.row not in (from again) as first_in_file,
    known.offence_id is not null as known,
    known.content_hash = offence_row.content_hash and known.status = offence_row.status as same
from offence_row
left join known_offence as known on known.offence_id = offence_row.offence_id;

create or replace temp table person_found as
with alike as (
    -- by a hash of both, which is quick: that it may join a few who differ does no harm
    select hash(offence_id, content_hash) as likeness
    from person_row
    group by likeness
    having count(*) > 1
),

numbered as (
    select
        row, block, offence_id, content_hash, pseudonym,
        row_number() over (partition by offence_id, content_hash order by row, block) as number
    from person_row
    where hash(offence_id, content_hash) in (from alike)
    union all
    select row, block, offence_id, content_hash, pseudonym, 1
    from person_row
    where hash(offence_id, content_hash) not in (from alike)
),

before as (
    select offence_id, content_hash, sum(times) as times
    from known_person
    where not in_load
    group by all
),

earlier as (
    select offence_id, content_hash, sum(times) as times
    from known_person
    where in_load
    group by all
),

matched as (
    select
        numbered.*,
        coalesce(before.times, 0) as times_before,
        coalesce(earlier.times, 0) as times_in_load,
        case when pseudonym is null then number else 1 end as occurrence,
        pseudonym is not null and number > 1 as again
    from numbered
    left join before using (offence_id, content_hash)
    left join earlier using (offence_id, content_hash)
)

select
    row, block, offence_id, content_hash,
    again or occurrence <= times_in_load as skipped,
    again or occurrence <= greatest(times_in_load, times_before) as duplicate
from matched;

create or replace temp table row_found as
with offences as (
    select row, bool_and(not first_in_file or coalesce(same, false)) as duplicate
    from offence_found
    group by row
),

people as (
    select row, bool_and(duplicate) as duplicate
    from person_found
    group by row
)

select
    coalesce(offences.row, people.row) as row,
    coalesce(offences.duplicate, true) and coalesce(people.duplicate, true) as duplicate
from offences
full join people on people.row = offences.row;
