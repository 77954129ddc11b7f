-- What the previous version holds beside offences and people, so that a load sees one store.
-- A month's quality is judged anew from all offences, and so not carried over.
insert into weather by name from previous.weather;
insert into population by name from previous.population;
insert into admission by name from previous.admission;
insert into comparator by name from previous.comparator;
insert into intervention by name from previous.intervention;
insert into activity by name from previous.activity;
insert into load by name from previous.load;
insert into load_step by name from previous.load_step;
insert into quarantine by name from previous.quarantine;
