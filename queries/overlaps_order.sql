-- overlaps_order: of people on record in both roles within 730 days, which role came first?
--
-- Reads       occasion (through the macro occasions)
-- One row is  an order
-- Parameters  $violence     VARCHAR  'injury' or 'any': what makes an occasion
--             $first, $end  DATE     the earlier of the two first days; $end is exclusive
--             $sex          VARCHAR  NULL = everybody
-- Returns     ordering VARCHAR ('victim', 'suspect' or 'same_day': the role of the earlier first day),
--             people BIGINT, ordered by ordering
-- Leaves out  people unknown, occasions of unknown day, people whose first days are more than 730 days
--             apart
-- Beware      a role taken before the extract began is not known
with firsts as (
    select
        person,
        min(day) filter (role = 'victim') as hurt,
        min(day) filter (role = 'suspect') as suspected
    from occasions($violence)
    group by person
    having $sex is null or (min(sex) = max(sex) and min(sex)::varchar = $sex)
)

select
    if(hurt = suspected, 'same_day', if(hurt < suspected, 'victim', 'suspect')) as ordering,
    count(*) as people
from firsts
where least(hurt, suspected) >= $first and least(hurt, suspected) < $end
    and hurt is not null and suspected is not null
    and abs(datediff('day', hurt, suspected)) <= 730
group by ordering
order by ordering
