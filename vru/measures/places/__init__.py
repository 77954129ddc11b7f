"""Places: where violence stands out, how well that foretells it, and how it moves.

Everything metric: coordinates are metres of a projected system, never degrees.
"""

from vru.measures.places.clusters import Clusters, clusters
from vru.measures.places.density import Grid, density, gridded
from vru.measures.places.hotspots import (
    CLASSES,
    Hot,
    classes,
    gi_star,
    hot_and_cold,
)
from vru.measures.places.knox import Knox, knox
from vru.measures.places.neighbours import Weights, beside, linked, nearest, touching, within
from vru.measures.places.quality import (
    Hits,
    Pooled,
    flagged,
    foretold,
    hits,
    pooled,
    stayed,
    top_by_chance,
    top_of,
)
from vru.measures.places.risen import Risen, risen

__all__ = [
    "CLASSES",
    "Clusters",
    "Grid",
    "Hits",
    "Hot",
    "Knox",
    "Pooled",
    "Risen",
    "Weights",
    "beside",
    "classes",
    "clusters",
    "density",
    "flagged",
    "foretold",
    "gi_star",
    "gridded",
    "hits",
    "hot_and_cold",
    "knox",
    "linked",
    "nearest",
    "pooled",
    "risen",
    "stayed",
    "top_by_chance",
    "top_of",
    "touching",
    "within",
]
