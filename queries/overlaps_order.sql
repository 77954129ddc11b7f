-- overlaps_order: of people on record in both roles within 730 days, which role came first?
--
-- Reads       career, occasion (through the macro occasions)
-- One row is  an order
-- Parameters  $violence     VARCHAR  'injury' or 'any': what makes an occasion
--             $first, $end  DATE     the earlier of the two first days; $end is exclusive
--             $sex          VARCHAR  NULL = everybody
-- Returns     ordering VARCHAR ('victim', 'suspect' or 'same_day': the role of the earlier first day),
--             people BIGINT, ordered by ordering
-- Leaves out  people unknown, occasions of unknown day, people whose first days are more than 730 days
--             apart
-- Beware      a role taken before the extract began is not known
with alike as (
    select person
    from occasions($violence)
    where $sex is not null
    group by person
    having min(sex) = max(sex) and min(sex)::varchar = $sex
)

select
    if(hurt.day = suspected.day, 'same_day', if(hurt.day < suspected.day, 'victim', 'suspect')) as ordering,
    count(*) as people
from career as hurt
join career as suspected on hurt.person = suspected.person
where hurt.injury = ($violence = 'injury') and hurt.role = 'victim'
    and suspected.injury = ($violence = 'injury') and suspected.role = 'suspect'
    and least(hurt.day, suspected.day) >= $first and least(hurt.day, suspected.day) < $end
    and abs(datediff('day', hurt.day, suspected.day)) <= 730
    and ($sex is null or hurt.person in (from alike))
group by ordering
order by ordering
