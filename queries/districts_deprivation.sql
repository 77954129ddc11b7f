-- districts_deprivation: how many selected offences happened in small areas of each deprivation decile?
--
-- Reads       offence (through the macro selected), deprivation, area_link
-- One row is  a decile with offences; NULL where the offence's small area has none
-- Parameters  $edition      SMALLINT   which index
--             $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
-- Returns     decile INTEGER (1 = most deprived), offences BIGINT, ordered by decile
-- Leaves out  nothing: a small area of another census than the index's takes the decile of the areas it
--             became or came from where these have one decile between them, else it has none
with own as (
    select lsoa as code, decile
    from deprivation
    where edition = $edition::smallint
),

other as (
    select link.to_code as code, own.decile
    from area_link as link
    join own on own.code = link.from_code
    where link.from_level = 'lsoa' and link.to_level = 'lsoa'
    union all
    select link.from_code as code, own.decile
    from area_link as link
    join own on own.code = link.to_code
    where link.from_level = 'lsoa' and link.to_level = 'lsoa'
),

known as (
    from own
    union all
    select code, min(decile) as decile
    from other
    where code not in (select code from own)
    group by code
    having min(decile) = max(decile)
)

select known.decile::integer as decile, count(*) as offences
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
) as each
left join known on known.code = each.lsoa::varchar
group by known.decile
order by decile
