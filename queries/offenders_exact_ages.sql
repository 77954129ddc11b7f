-- offenders_exact_ages: how old was each suspect and victim whose age is known to the year?
--
-- Reads       involvement
-- One row is  a suspect or victim in an offence
-- Parameters  none
-- Returns     involvement INTEGER, age UTINYINT (completed years)
-- Leaves out  other roles, ages unknown or given as a range
select involvement, age_low as age
from involvement
where role in ('suspect', 'victim') and age_low = age_high
