-- Closed vocabularies. Codes that come with the data (Home Office codes, districts, outcomes)
-- become enums of what was seen when a version is built; these are fixed by our contract.
create type offence_status as enum ('crime', 'cancelled', 'transferred', 'no_crime', 'withdrawn');
create type date_precision as enum ('minute', 'day', 'month');
create type person_role as enum ('suspect', 'victim', 'witness', 'other');
create type person_sex as enum ('female', 'male', 'other');
create type location_quality as enum ('exact', 'snapped', 'repaired', 'outside');
create type relationship as enum (
    'partner', 'ex_partner', 'parent', 'child', 'sibling', 'other_family', 'acquaintance', 'stranger'
);
create type month_state as enum ('complete', 'provisional', 'unusual', 'incomplete', 'part');
