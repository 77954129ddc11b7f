-- Whether the previous version kept what its loads counted.
select count(*)
from duckdb_tables()
where database_name = 'previous' and table_name = 'month_count_seen';
