"""`python -m benchmarks`: every ratio that DESIGN names, one after the other."""

from benchmarks import (
    ingest,
    layout,
    maps,
    page_speed,
    people,
    people_pages,
    people_speed,
    places,
    queries,
    success_speed,
    temperature,
)

for each in (
    *(layout, ingest, queries, temperature, places),
    *(people, people_pages, page_speed, people_speed, success_speed, maps),
):
    each.main()
