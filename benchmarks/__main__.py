"""`python -m benchmarks`: every ratio that DESIGN names, one after the other."""

from benchmarks import ingest, layout, page_speed, queries

for each in (layout, ingest, queries, page_speed):
    each.main()
