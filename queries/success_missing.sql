-- success_missing: which offences can the count of knife victims not see?
--
-- Reads       offence (through the macro selected), involvement
-- One row is  a month and area that has offences of the given codes
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
--             $codes        VARCHAR[]  Home Office codes
-- Returns     month DATE, district, csp VARCHAR ('unknown'), offences BIGINT, unflagged BIGINT (knife flag unknown), knife BIGINT (flag
--             set), victimless BIGINT (flag set, but no victim's row), ordered by month
-- Leaves out  offences of other codes
select
    month,
    coalesce(district::varchar, 'unknown') as district,
    coalesce(csp::varchar, 'unknown') as csp,
    count(*) as offences,
    count(*) filter (knife is null) as unflagged,
    count(*) filter (knife) as knife,
    count(*) filter (knife and offence not in (select offence from involvement where role = 'victim' and knife))
        as victimless
from selected(
    $basis, $first, $end, 'district', null, null, null, null, false, null, null, null, null
)
where list_contains($codes, ho_code::varchar)
group by all
order by month
