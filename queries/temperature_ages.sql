-- temperature_ages: on each day, how many selected offences have a suspect in each age band?
--
-- Reads       offence, involvement (through the macro selected)
-- One row is  a day and age band that has offences, or a day and all bands together
-- Parameters  $basis        VARCHAR    'committed': the date that says month and day
--             $first, $end  DATE       period; $end is exclusive
--             $level        VARCHAR    'district', 'csp', 'ward', 'beat', 'lsoa' or 'cell': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
--             $by_person    BOOLEAN    whether only offences with such a person count
--             $age_lows, $age_highs  UTINYINT[]  age ranges, inclusive; NULL = any age
--             $sex, $role   VARCHAR    of the same person; NULL = any
--             $bands        VARCHAR[]  codes of age bands
--             $lows, $highs  INTEGER[]  their ages, inclusive, in the same order
-- Returns     day DATE, part VARCHAR (code of the band; NULL = any of them), offences BIGINT, midnight BIGINT (of them
--             at 00:00 exactly), ordered by part, day
-- Leaves out  what has no day, and suspects whose age is not known to lie in one band
-- Beware      an offence counts once in each band that one of its suspects is in: bands add up to
--             more than the offences
with bands as (
    select unnest($bands::varchar[]) as part, unnest($lows::integer[]) as low, unnest($highs::integer[]) as high
)

select
    chosen.committed_on as day,
    bands.part,
    count(distinct chosen.offence) as offences,
    count(distinct chosen.offence) filter (where chosen.midnight) as midnight
from selected(
    $basis, $first, $end, $level, $areas, $groups, $domestic, $knife,
    $by_person, $age_lows, $age_highs, $sex, $role
) as chosen
join involvement as who on who.offence = chosen.offence
join bands on who.age_low >= bands.low and who.age_high <= bands.high
where who.role = 'suspect' and chosen.committed_on is not null
group by grouping sets ((bands.part, chosen.committed_on), (chosen.committed_on))
order by part, day
