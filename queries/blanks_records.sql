-- blanks_records: how many records of a span of days could be anybody's, or of any relation?
--
-- Reads       involvement, offence, pair
-- One row is  the span
-- Parameters  $violence  VARCHAR  'injury' or 'any': which offences count
--             $first     DATE     first day committed
--             $end       DATE     day after the last
-- Returns     suspects, victims BIGINT (records without a person key), unnamed BIGINT (offences without
--             any suspect), unrelated BIGINT (suspects with a key, who faced a victim and were nothing
--             known to any)
-- Leaves out  records of status other than crime, and of unknown day
with people as (
    select involvement, offence, person, role
    from involvement
    where status = 'crime'
        and committed_on >= $first and committed_on < $end
        and ($violence = 'any' or is_vwi)
),

unrelated as (
    select pair.suspect
    from pair
    join people on people.involvement = pair.suspect and people.person is not null
    group by pair.suspect
    having count(pair.relationship) = 0
)

select
    (select count(*) from people where role = 'suspect' and person is null) as suspects,
    (select count(*) from people where role = 'victim' and person is null) as victims,
    (
        select count(*)
        from offence
        where status = 'crime'
            and committed_on >= $first and committed_on < $end
            and ($violence = 'any' or is_vwi)
            and offence not in (select offence from people where role = 'suspect')
    ) as unnamed,
    (select count(*) from unrelated) as unrelated
