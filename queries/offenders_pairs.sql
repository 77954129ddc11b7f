-- offenders_pairs: whose pair is each victim with a suspect of the same offence, and what are they to each other?
--
-- Reads       pair
-- One row is  a pair
-- Parameters  none
-- Returns     offence INTEGER, suspect and victim INTEGER (involvements), person INTEGER (of the suspect, -1 = no
--             key), relation UTINYINT (0 = family or partner, 1 = others, 2 = unknown), several BOOLEAN (whether
--             the offence has more pairs); as they lie: those of an offence follow one another
-- Leaves out  nothing
-- Beware      measured, ten million offences: joined and grouped here, for one selection, this takes six times
--             as long; measures/age_gaps.py and the answers look ages and years up by involvement
select
    offence,
    suspect,
    victim,
    coalesce(named, -1) as person,
    case
        when relationship is null then 2
        when relationship in ('acquaintance', 'stranger') then 1
        else 0
    end::utinyint as relation,
    weight < 1 as several
from pair
