-- known_files: which files has this store already read with which mapping?
--
-- Reads       load, quarantine
-- One row is  a file's bytes read under a mapping, latest time
-- Parameters  none
-- Returns     sha256, mapping_hash, kind VARCHAR, rows_read, rows_quarantined BIGINT
-- Leaves out  files with rows whose offence was missing, where offences have come since
-- Beware      a file may feed several kinds (a workbook), each a row
select sha256, mapping_hash, kind, rows_read, rows_quarantined
from load
where not exists (
    select 1
    from quarantine
    join load as later on later.load_id > load.load_id and later.kind in ('offences', 'wide')
    where quarantine.load_id = load.load_id and quarantine.reason = 'no_offence'
)
qualify row_number() over (partition by sha256, mapping_hash, kind order by load_id desc) = 1
