-- offenders_chosen: which involvements are those of suspects in offences of the selection, and of which year?
--
-- Reads       involvement
-- One row is  a suspect in an offence
-- Parameters  $first, $end  DATE       whole years from $first, by date committed; $end is exclusive
--             $level        VARCHAR    'district' or 'csp': what $areas are of
--             $areas        VARCHAR[]  NULL = everywhere, empty = nowhere
--             $groups       VARCHAR[]  NULL = all groups, empty = none
--             $domestic, $knife  VARCHAR  'yes', 'no', 'unknown'; NULL = whichever
-- Returns     involvement INTEGER, year UTINYINT (0 = the twelve months from $first), domestic UTINYINT (0 =
--             flagged, 1 = not, 2 = unknown)
-- Leaves out  nothing: suspects without a key are there
select
    involvement,
    (datediff('month', $first::date, committed_month) // 12)::utinyint as year,
    case when domestic is null then 2 when domestic then 0 else 1 end::utinyint as domestic
from involvement
where status = 'crime' and role = 'suspect' and committed_month >= $first and committed_month < $end
    and is_chosen(
        district, csp, offence_group, domestic, knife, $level, $areas, $groups, $domestic, $knife
    )
