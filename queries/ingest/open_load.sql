-- open_load: what a load notes while it works; all of it temporary, nothing reaches the disk's store
--
-- Reads       nothing
-- One row is  see each table
-- Parameters  none
-- Returns     nothing
-- Leaves out  nothing
-- Beware      previous versions are read by open_previous, which runs after this

-- One row is an offence known so far: of the previous version or of this load's earlier files.
create or replace temp table known_offence (
    offence_id varchar not null,
    content_hash uhugeint not null,
    status varchar not null,
    first_day date,                      -- earliest and latest day it may have happened on,
    last_day date,                       -- equal where the day is known
    in_load boolean not null             -- brought, or brought again, by this load
);

-- One row is an offence's people with the same content, and how many of them there are.
create or replace temp table known_person (
    offence_id varchar not null,
    content_hash uhugeint not null,
    times integer not null,
    in_load boolean not null             -- of this load's earlier files, else of the previous version
);
