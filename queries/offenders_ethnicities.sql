-- offenders_ethnicities: which ethnicities does the extract know?
--
-- Reads       nothing but the type of involvement.ethnicity
-- One row is  an ethnicity as the source classifies it
-- Parameters  none
-- Returns     ethnicity VARCHAR, in the order of their positions, from 0
-- Leaves out  nothing
select unnest(enum_range(null::seen_ethnicity))::varchar as ethnicity
