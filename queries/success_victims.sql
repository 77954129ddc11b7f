-- success_victims: how many victims of knife-enabled offences are there, by month, kind, age and area?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a month, kind of offence, age and area that has victims
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $gravest      VARCHAR[]  Home Office codes of the gravest assaults
--             $assaults     VARCHAR[]  the other assaults of success measure 2
--             $others       VARCHAR[]  the other selected offences, homicide aside
-- Returns     month DATE, kind VARCHAR ('gravest', 'assault' or 'other'), age VARCHAR ('0_9', '10_17', '18_24',
--             'under_25' where a source's band lies across these, '25_plus', 'across' where a band
--             lies across 25, 'unknown'), district, csp VARCHAR ('unknown'), victims
--             BIGINT, in no order
-- Leaves out  offences without a victim's row, or whose knife flag is unknown: success_missing counts
--             them; homicides: success_homicides
-- Beware      all areas: one question then serves every choice of them;
--             victims, not offences: an offence with two victims counts twice, and somebody hurt
--             in two offences twice
select
    which.month,
    case
        when list_contains($gravest, which.ho_code::varchar) then 'gravest'
        when list_contains($assaults, which.ho_code::varchar) then 'assault'
        else 'other'
    end as kind,
    case
        when who.age_low is null then 'unknown'
        when who.age_low >= 25 then '25_plus'
        else coalesce(under_25(who.age_low, who.age_high), 'across')
    end as age,
    coalesce(which.district::varchar, 'unknown') as district,
    coalesce(which.csp::varchar, 'unknown') as csp,
    count(*) as victims
from selected(
    $basis, $first, $end, 'district', null, null, null, 'yes', false, null, null, null, null
) as which
inner join involvement as who on which.offence = who.offence
where who.role = 'victim' and who.knife and not who.doubled
    and list_contains(list_concat($gravest, $assaults, $others), which.ho_code::varchar)
group by all
