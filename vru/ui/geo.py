"""Outlines for maps, served from the store by its version: a browser asks for each once and keeps it."""

from __future__ import annotations

import gzip

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from vru import outlines
from vru.errors import VruError
from vru.store import Store
from vru.ui import cache

KEPT = 16
LINES = "-lines"
FOR_GOOD = "public, max-age=31536000, immutable"
_PACKED = cache.Cache(KEPT)


def serve(request: Request) -> Response:
    """Return a level's outlines as GeoJSON, or its borders as lines in metres; 404 for another version."""
    version, what = request.path_params["version"], request.path_params["what"]
    try:
        store = cache.store()
    except VruError:
        return Response(status_code=404)
    if version != store.version or what.removesuffix(LINES) not in outlines.LEVELS:
        return Response(status_code=404)
    key = (str(store.folder), version, what)
    packed = _PACKED.get(key, lambda: gzip.compress(_made(store, what).encode()))
    headers = {"cache-control": FOR_GOOD, "vary": "accept-encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), media_type="application/json", headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(packed, media_type="application/json", headers=headers)


def _made(store: Store, what: str) -> str:
    rows = store.ask("area_outlines", at=what.removesuffix(LINES))
    return outlines.lines(rows) if what.endswith(LINES) else outlines.geojson(rows, store.grid)


ROUTE = Route("/geo/{version}/{what}.json", serve)
