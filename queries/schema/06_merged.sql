-- The newest word on each offence of this load, and the people of this load. What was staged is
-- kept as it is rather than copied: few offences, if any, come twice.
delete from staged_offence
where rowid in (
    select rowid
    from staged_offence
    where offence_id in (select offence_id from staged_offence group by offence_id having count(*) > 1)
    qualify row_number() over (partition by offence_id order by load_id desc, rowid desc) > 1
);

alter table staged_offence rename to merged_offence;

alter table staged_involvement rename to merged_involvement;
