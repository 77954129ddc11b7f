-- One row is a month's count as a load left it, where that differs from the load before: the first
-- load has a row for every month, a later one for those it changed. Says how months grew.
create table month_count_seen (
    load_id smallint not null,           -- the last of the run of files that made a version
    seen_to date not null,               -- last day the extract covered by then
    basis varchar not null,              -- 'recorded' or 'committed'
    month date not null,
    offence_group varchar not null,
    offences integer not null            -- of status crime; 0 where all are gone
);
