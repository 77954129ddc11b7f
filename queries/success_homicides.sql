-- success_homicides: who was killed, when, with a knife or not, and within the family or not?
--
-- Reads       offence (through the macro selected), involvement, pair
-- One row is  a victim of a homicide; a homicide without a victim's row is one of unknown age
-- Parameters  $basis        VARCHAR    'recorded' or 'committed': which date says the month
--             $first, $end  DATE       period; $end is exclusive
-- Returns     month DATE, district, csp VARCHAR ('unknown'), day DATE (of the same basis; the month's first where the day is not known),
--             age VARCHAR ('young' = under 25, 'older', 'unknown'), knife VARCHAR and domestic VARCHAR
--             ('yes', 'no', 'unknown'), ordered by day
-- Leaves out  undated homicides
-- Beware      domestic is the national flag; where that is unknown, as before April 2015, the
--             relationship of the pairs: family or partner, both aged 16 or over
with dead as (
    select
        which.offence, which.month, which.district, which.csp, which.knife, which.domestic, who.involvement, who.age_low, who.age_high,
        if($basis = 'recorded', which.recorded_on, which.committed_on) as day
    from selected(
        $basis, $first, $end, 'district', null, null, null, null, false, null, null, null, null
    ) as which
    left join involvement as who on which.offence = who.offence and who.role = 'victim' and not who.doubled
    where which.is_homicide
),

pairs as (
    select
        dead.involvement,
        pair.relationship is null as untold,
        coalesce(pair.relationship not in ('acquaintance', 'stranger'), false) as near,
        least(dead.age_low, suspect.age_low) as youngest,
        dead.age_low is null or suspect.age_low is null as ageless
    from dead
    inner join pair on dead.involvement = pair.victim
    inner join involvement as suspect on pair.suspect = suspect.involvement
),

tied as (
    select
        involvement,
        bool_or(near and not ageless and youngest >= 16) as domestic,
        bool_or(untold or (near and ageless)) as unsure
    from pairs
    group by involvement
)

select
    dead.month,
    coalesce(dead.district::varchar, 'unknown') as district,
    coalesce(dead.csp::varchar, 'unknown') as csp,
    coalesce(dead.day, dead.month) as day,
    case
        when dead.age_high <= 24 then 'young'
        when dead.age_low >= 25 then 'older'
        else 'unknown'
    end as age,
    case when dead.knife then 'yes' when not dead.knife then 'no' else 'unknown' end as knife,
    case coalesce(dead.domestic, tied.domestic or if(tied.unsure, null, false))
        when true then 'yes' when false then 'no' else 'unknown'
    end as domestic
from dead
left join tied on dead.involvement = tied.involvement
order by day
