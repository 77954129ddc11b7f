"""Outlines by address: of this version only, kept for good, packed."""

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely
from starlette.applications import Starlette

from tests.stores import make_store
from vru import outlines
from vru.ui import geo


@pytest.fixture
def client(tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setenv("VRU_STORE", str(folder))
    land = np.array([shapely.box(575_000, 165_000, 576_000, 166_000)])
    rows = outlines.rows("district", ["E06000035"], ["Medway"], land, source="s").to_dict("records")
    with make_store(folder, [{"recorded_on": "2024-05-01"}], tables={"boundary": rows}) as store:
        yield Asked(), store.version


class Answered:
    """What came back: status, headers, bytes."""

    def __init__(self, messages):
        begun, *bodies = messages
        self.status = begun["status"]
        self.headers = {name.decode(): value.decode() for name, value in begun["headers"]}
        self.content = b"".join(each["body"] for each in bodies)

    def json(self):
        return json.loads(gzip.decompress(self.content))


class Asked:
    """Asks the route as a server would."""

    def get(self, path, accepts="gzip, deflate"):
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "root_path": ""}
        messages = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            messages.append(message)

        headers = [(b"accept-encoding", accepts.encode())]
        answering = Starlette(routes=[geo.ROUTE])(scope | {"headers": headers}, receive, send)
        # in a thread of its own: a browser test before may have left a loop running in this one
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, answering).result()
        return Answered(messages)


def test_a_level_is_geojson_that_a_browser_keeps(client):
    asked, version = client
    answer = asked.get(f"/geo/{version}/district.json")

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    (feature,) = answer.json()["features"]
    assert feature["id"] == "E06000035"


def test_a_browser_that_cannot_unpack_gets_it_plain(client):
    asked, version = client
    answer = asked.get(f"/geo/{version}/district.json", accepts="identity")

    assert "content-encoding" not in answer.headers
    assert json.loads(answer.content)["features"]


def test_borders_are_lines_in_metres(client):
    asked, version = client

    lines = asked.get(f"/geo/{version}/district-lines.json").json()

    assert {*zip(lines["x"], lines["y"], strict=True)} == {
        (x, y) for x in (575_000, 576_000) for y in (165_000, 166_000)
    }


@pytest.mark.parametrize("path", ["other/district.json", "{}/offence.json", "{}/../district.json"])
def test_another_version_or_anything_else_is_not_there(client, path):
    asked, version = client

    assert asked.get(f"/geo/{path.format(version)}").status == 404
