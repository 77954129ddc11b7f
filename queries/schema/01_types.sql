-- Closed vocabularies, fixed by our contract. Codes that come with the data (Home Office codes,
-- districts, outcomes) are enums of what was seen: 11_seen_types.sql.
create type offence_status as enum ('crime', 'cancelled', 'transferred', 'no_crime', 'withdrawn');
create type date_precision as enum ('minute', 'day', 'month');
create type person_role as enum ('suspect', 'victim', 'witness', 'other');
create type person_sex as enum ('female', 'male', 'other');
create type location_quality as enum ('exact', 'snapped', 'repaired', 'outside');
create type relationship as enum (
    'partner', 'ex_partner', 'parent', 'child', 'sibling', 'other_family', 'acquaintance', 'stranger'
);
create type month_state as enum ('complete', 'provisional', 'unusual', 'incomplete', 'part');
