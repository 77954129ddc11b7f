-- overlaps_pairs: what is each suspect to each victim?
--
-- Reads       pair
-- One row is  a suspect and a victim in an offence
-- Parameters  none
-- Returns     offence INTEGER, relationship TINYINT (what the suspect is to the victim: 0 partner, 1 former
--             partner, 2 parent, 3 child, 4 sibling, 5 other family, 6 acquaintance, 7 stranger, 8 not
--             known), pairs INTEGER (of the offence)
-- Leaves out  offences without a suspect or without a victim
select
    offence,
    case relationship
        when 'partner' then 0
        when 'ex_partner' then 1
        when 'parent' then 2
        when 'child' then 3
        when 'sibling' then 4
        when 'other_family' then 5
        when 'acquaintance' then 6
        when 'stranger' then 7
        else 8
    end::tinyint as relationship,
    round(1 / weight)::integer as pairs
from pair
