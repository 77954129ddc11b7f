-- The filters of every page, in one place. NULL = no restriction; an empty list = nothing.
-- A flag is 'yes', 'no' or 'unknown'; rows whose flag is unknown are in neither 'yes' nor 'no'.
-- "end" is exclusive. `month` is the month of the basis. Status crime only.
create macro flag_is(flag, wanted) as
    wanted is null or case wanted when 'yes' then flag when 'no' then not flag else flag is null end;

-- The age group under 25 that an age, known as from low to high, lies in; NULL where it does not.
create macro under_25(low, high) as
    case
        when high <= 9 then '0_9'
        when low >= 10 and high <= 17 then '10_17'
        when low >= 18 and high <= 24 then '18_24'
        when high <= 24 then 'under_25'
    end;

-- The code by which an offence names its area of a level.
create macro own_code(unit, district, csp, ward, beat, lsoa) as
    case unit
        when 'district' then district::varchar
        when 'csp' then csp::varchar
        when 'ward' then ward::varchar
        when 'beat' then beat::varchar
        when 'lsoa' then lsoa::varchar
    end;

-- Small areas that lead to exactly one drawn area of a level: a later edition, or the ward they lie in.
create macro linked(unit) as table
select from_code, min(to_code) as led_to
from area_link
where to_level = unit and to_code in (select each.code from boundary as each where each.level = unit)
group by from_code
having count(distinct to_code) = 1;

-- Whether an offence began in one of `hours` of the week (0 = Monday 00:00; NULL = any, untimed ones
-- too) and on none of the days `off` (NULL = none).
create macro began_in(began, precision, day, hours, off) as
    (hours is null or (
        precision = 'minute' and list_contains(hours::integer[], (isodow(began) - 1) * 24 + hour(began))
    ))
    and (off is null or day not in (select unnest(off::date[])));

-- Whether a level is one of areas smaller than a district.
create macro is_small(level) as level not in ('district', 'csp');

-- Whether a point says in which square of 250 m it is: those moved to a street, or outside, do not.
create macro in_square(quality) as coalesce(quality in ('exact', 'repaired'), false);

-- The code of the square of 250 m that a point lies in: its middle.
create macro square(easting, northing) as
    (easting // 250 * 250 + 125)::varchar || '_' || (northing // 250 * 250 + 125)::varchar;

-- Offences in such areas, as maps count them: in squares by their point; in others where their own
-- code says, or, where that is not drawn, where their small area leads to. No rows for other levels.
create macro in_small(unit, areas) as table
select each.offence
from offence as each
where is_small(unit) and areas is not null
    and (
        (unit = 'cell' and in_square(each.location_quality) and list_contains(areas, square(each.easting, each.northing)))
        or list_contains(areas, own_code(unit, null, null, each.ward, each.beat, each.lsoa))
        or (
            each.lsoa::varchar in (select led.from_code from linked(unit) as led where list_contains(areas, led.led_to))
            and coalesce(
                own_code(unit, null, null, each.ward, each.beat, each.lsoa)
                not in (select drawn.code from boundary as drawn where drawn.level = unit),
                true
            )
        )
    );

-- What every filter but those of a period, a small area and a person says, of one row's own attributes.
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

-- Offences of the selection; `areas` are codes of `level` ('district', 'csp', 'ward', 'beat', 'lsoa' or 'cell').
create macro selected(
    basis, first, "end", level, areas, groups, domestic, knife, by_person, age_lows, age_highs, sex, role
) as table
select each.*, if(basis = 'recorded', each.recorded_month, each.committed_month) as month
from offence as each
where each.status = 'crime'
    and if(basis = 'recorded', each.recorded_month, each.committed_month) >= first
    and if(basis = 'recorded', each.recorded_month, each.committed_month) < "end"
    and is_chosen(
        each.district, each.csp, each.offence_group, each.domestic, each.knife,
        level, if(is_small(level), null, areas), groups, domestic, knife
    )
    and (not is_small(level) or areas is null or each.offence in (from in_small(level, areas)))
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
        each.district, each.csp, each.offence_group, each.domestic, each.knife,
        level, if(is_small(level), null, areas), groups, domestic, knife
    )
    and (not is_small(level) or areas is null or each.offence in (from in_small(level, areas)))
    and (not by_person or each.offence in (from with_person(by_person, age_lows, age_highs, sex, role)));

-- The same filters on the cube, for questions that speak of no person and no small area.
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
