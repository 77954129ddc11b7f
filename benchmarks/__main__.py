"""`python -m benchmarks`: every ratio that DESIGN names, one after the other."""

from benchmarks import ingest, layout, page_speed, people, people_pages, people_speed, queries

for each in (layout, ingest, queries, people, people_pages, page_speed, people_speed):
    each.main()
