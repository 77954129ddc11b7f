-- repeat_keys: of how many recorded people whose age is known is the key known too?
--
-- Reads       involvement
-- One row is  the whole extract
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
--             $side      VARCHAR  'suspect' or 'victim': whose involvements
-- Returns     keyed BIGINT, blank BIGINT (involvements with and without a key)
-- Leaves out  people of unknown age, who were described at best and could be anybody, and offences of
--             unknown day
select
    count(person) as keyed,
    count(*) - count(person) as blank
from involvement
where status = 'crime' and role = $side::person_role and age_low is not null and committed_on is not null
    and not doubled and ($violence = 'any' or is_vwi)
