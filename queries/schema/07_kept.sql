-- What the previous version knew and this load does not replace. Only with a previous version.

-- The same content again is no correction: it keeps the load that brought it, while columns
-- derived from reference tables follow today's tables.
update merged_offence as now
set load_id = earlier.load_id
from previous.offence as earlier
where now.offence_id = earlier.offence_id and now.content_hash = earlier.content_hash;

update merged_involvement as now
set load_id = earlier.load_id
from (
    select offence_id, involvement.content_hash, min(involvement.load_id) as load_id
    from previous.involvement
    join previous.offence using (offence)
    group by all
) as earlier
where now.offence_id = earlier.offence_id and now.content_hash = earlier.content_hash;

insert into merged_offence by name
select * exclude (offence)
from previous.offence
anti join merged_offence using (offence_id);

insert into merged_involvement by name
select
    offence.offence_id, person.pseudonym, involvement.role, involvement.age_low, involvement.age_high,
    involvement.sex, involvement.ethnicity, involvement.relationship, involvement.content_hash,
    involvement.load_id
from previous.involvement as involvement
join previous.offence as offence using (offence)
left join previous.person as person on person.person = involvement.person
anti join merged_involvement on merged_involvement.offence_id = offence.offence_id;
