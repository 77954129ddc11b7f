-- Number the offences in sort order: a surrogate is only good within its version.
insert into offence by name
select row_number() over () as offence, *
from (
    from merged_offence
    order by coalesce(recorded_on, recorded_month, committed_on, committed_month), district, offence_id
);
