-- The filters of every page, in one place. NULL = no restriction; an empty list = nothing.
-- A flag is 'yes', 'no' or 'unknown'; rows whose flag is unknown are in neither 'yes' nor 'no'.
-- "end" is exclusive. `month` is the month of the basis. Status crime only.
create macro flag_is(flag, wanted) as
    wanted is null or case wanted when 'yes' then flag when 'no' then not flag else flag is null end;

-- What every filter but those of a period and a person says, of one row's own attributes.
create macro is_chosen(district, csp, offence_group, domestic, knife, level, areas, groups, wanted, with_knife) as
    (areas is null or list_contains(areas, if(level = 'csp', csp::varchar, district::varchar)))
    and (groups is null or list_contains(groups, offence_group::varchar))
    and coalesce(flag_is(domestic, wanted), false)
    and coalesce(flag_is(knife, with_knife), false);

-- Offences with such a person: somebody in the offence with the role, sex and age at once; a band
-- of age matches where it lies wholly inside one of the ranges.
create macro with_person(by_person, age_lows, age_highs, sex, role) as table
select who.offence
from involvement as who
where by_person
    and (role is null or who.role = role)
    and (sex is null or who.sex = sex)
    and (age_lows is null or len(list_filter(
        list_zip(age_lows, age_highs), lambda band: who.age_low >= band[1] and who.age_high <= band[2]
    )) > 0);

-- Offences of the selection; `areas` are codes of `level` ('district' or 'csp').
create macro selected(
    basis, first, "end", level, areas, groups, domestic, knife, by_person, age_lows, age_highs, sex, role
) as table
select each.*, if(basis = 'recorded', each.recorded_month, each.committed_month) as month
from offence as each
where each.status = 'crime'
    and if(basis = 'recorded', each.recorded_month, each.committed_month) >= first
    and if(basis = 'recorded', each.recorded_month, each.committed_month) < "end"
    and is_chosen(
        each.district, each.csp, each.offence_group, each.domestic, each.knife, level, areas, groups, domestic, knife
    )
    and (not by_person or each.offence in (from with_person(by_person, age_lows, age_highs, sex, role)));

-- The known people of these offences in a role (`side`), read from involvements alone.
create macro involved(
    side, basis, first, "end", level, areas, groups, domestic, knife, by_person, age_lows, age_highs, sex, role
) as table
select each.*, if(basis = 'recorded', each.recorded_month, each.committed_month) as month
from involvement as each
where each.status = 'crime' and each.role = side::person_role and each.person is not null
    and if(basis = 'recorded', each.recorded_month, each.committed_month) >= first
    and if(basis = 'recorded', each.recorded_month, each.committed_month) < "end"
    and is_chosen(
        each.district, each.csp, each.offence_group, each.domestic, each.knife, level, areas, groups, domestic, knife
    )
    and (not by_person or each.offence in (from with_person(by_person, age_lows, age_highs, sex, role)));

-- The same filters on the cube, for questions that speak of no person.
create macro selected_cube(basis, first, "end", level, areas, groups, domestic, knife) as table
select each.*
from cube_month as each
where each.basis = basis
    and each.month >= first
    and each.month < "end"
    and is_chosen(
        each.district, each.csp, each.offence_group, each.domestic, each.knife, level, areas, groups, domestic, knife
    );

-- Occasions of the violence that counts: 'injury' (violence with injury) or 'any' offence loaded.
create macro occasions(violence) as table
select
    person, role, day, age_low, age_high, sex, district,
    if(violence = 'injury', injury, offences) as offences,
    if(violence = 'injury', injury_partner, partner) as partner,
    if(violence = 'injury', injury_related, related) as related,
    if(violence = 'injury', injury_domestic, domestic) as domestic,
    if(violence = 'injury', injury_harm, harm) as harm,
    if(violence = 'injury', injury_unweighted, unweighted) as unweighted,
    if(violence = 'injury', injury_single, single) as single
from occasion
where if(violence = 'injury', injury, offences) > 0;
