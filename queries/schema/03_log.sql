-- One row is a file of a load.
create table load (
    load_id smallint not null,
    loaded_at timestamp not null,        -- UTC
    file varchar not null,               -- file name without its folder
    kind varchar not null,               -- which table of the contract it fed
    sha256 varchar not null,             -- of the file's bytes
    mapping varchar not null,            -- its name
    mapping_hash varchar not null,       -- of its text
    rows_read integer not null,
    rows_loaded integer not null,
    rows_quarantined integer not null,
    rows_duplicate integer not null,     -- rows_read = loaded + quarantined + duplicate
    offences_changed integer not null,   -- known, of the store or an earlier file, with other content: corrected
    offences_withdrawn integer not null, -- of the replaced period, missing from this load
    replaces_from date,                  -- first month of the period this load replaces; NULL = nothing declared
    replaces_to date                     -- last month, inclusive
);

-- One row is a cleaning step of a load: what was changed or made unknown, and how often.
create table load_step (
    load_id smallint not null,
    file varchar not null,
    column_name varchar not null,        -- the contract's column
    step varchar not null,               -- code of the step, a sentence for it is in vru.terms
    rows integer not null
);

-- One row is a problem with a source row that kept it out.
create table quarantine (
    load_id smallint not null,
    file varchar not null,
    row integer not null,                -- as a spreadsheet counts it: the header is row 1
    column_name varchar,                 -- the source's column name; NULL = the row as a whole
    reason varchar not null,             -- code of the reason, a sentence for it is in vru.terms
    shape varchar,                       -- the value with letters as A and digits as 9
    value varchar                        -- only of coded, date and number columns that parsed
);

-- One row is a month of the extract and what may be concluded from it.
create table month_quality (
    basis varchar not null,              -- 'recorded' or 'committed'
    month date not null,
    state month_state not null,
    reason varchar                       -- a sentence; NULL where complete
);

-- One row is a fact about this version: schema, version, capabilities, synthetic, key_id, force.
create table meta (
    key varchar not null,
    value varchar not null
);
