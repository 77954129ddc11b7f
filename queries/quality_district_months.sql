-- quality_district_months: how many offences of each kind came in each month, by district?
--
-- Reads       cube_month
-- One row is  a month, district and offence group with offences
-- Parameters  $basis  VARCHAR  'recorded' or 'committed': which date says the month
--             $first  DATE     first month on offer
--             $last   DATE     last month that is covered whole
-- Returns     month DATE, area VARCHAR (district code), category VARCHAR, offences BIGINT, ordered by
--             month, area, category
-- Leaves out  offences of unknown district; anti-social behaviour, which is no recorded crime
select month, district::varchar as area, offence_group::varchar as category, sum(offences)::bigint as offences
from cube_month
where basis = $basis
    and month >= $first and month <= $last
    and district is not null
    and offence_group::varchar <> 'anti_social_behaviour'
group by all
order by month, area, category
