-- Which tables a version had: an earlier program's lacks those that came later.
select table_name
from duckdb_tables()
where database_name = 'previous';
