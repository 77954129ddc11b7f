-- What earlier loads counted. The load of this version, if it made a version before (an upgrade), is seen anew.
insert into month_count_seen by name
from previous.month_count_seen
where load_id < (select coalesce(max(load_id), 0) from load);
