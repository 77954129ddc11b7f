-- identify_rows: what is an offence called whose source gives no reference?
--
-- Reads       offence_row, incoming_people
-- One row is  a source row without an offence id
-- Parameters  none
-- Returns     nothing: sets offence_row.offence_id to row:<hash of the row>:<how many-eth such row>, and makes
--             repeated_id, the ids that come more than once
-- Leaves out  rows with an id
-- Beware      the birth date is not hashed: with so few other values it could be found by trying
update offence_row
set offence_id = named.offence_id
from (
    with people as (
        select
            row,
            string_agg(concat_ws(
                chr(31), block::varchar, coalesce(pseudonym, chr(30)), role, coalesce(age_low::varchar, chr(30)),
                coalesce(age_high::varchar, chr(30)), coalesce(sex, chr(30)), coalesce(ethnicity, chr(30)),
                coalesce(relationship, chr(30))
            ), chr(29) order by block) as said
        from incoming_people
        where row in (select row from offence_row where offence_id is null)
        group by row
    ),

    hashed as (
        select offence_row.row, md5(concat_ws(chr(28), content_hash::varchar, people.said)) as hash
        from offence_row
        left join people using (row)
        where offence_row.offence_id is null
    )

    select row, concat('row:', hash, ':', row_number() over (partition by hash order by row)) as offence_id
    from hashed
) as named
where offence_row.row = named.row;

-- nearly none does, and what follows looks at these alone
create or replace temp table repeated_id as
select offence_id
from offence_row
group by offence_id
having count(*) > 1;
