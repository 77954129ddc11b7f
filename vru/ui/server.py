"""Serve the dashboard: scripts in place, pages registered, the first visitor let in while caches warm."""

from __future__ import annotations

import functools
import gc
import gzip
import mimetypes
import os
import shutil
import socket
import threading
import webbrowser
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from vru.errors import VruError
from vru.selection import Selection
from vru.settings import ROOT
from vru.ui import cache, cards, component, geo, line, state
from vru.ui.menu import PAGES

KEPT = b"public, max-age=31536000, immutable"
"""What says that a script may be kept for good: its address changes with it."""


def serve(port: int = 8501, address: str = "127.0.0.1", browser: bool = False) -> None:
    """Serve the dashboard until it is stopped (Ctrl-C).

    Raises VruError where the port is taken or there is no readable store.
    """
    _free(port, address)
    prepare()
    cache.store()
    # a visitor who comes meanwhile waits for what is being worked out, and nothing is worked out twice
    threading.Thread(target=warm, name="warming", daemon=True).start()
    host = "localhost" if address in ("127.0.0.1", "0.0.0.0", "::1", "") else address
    url = f"http://{host}:{port}"
    print(f"The dashboard is at {url} (Ctrl-C ends it)", flush=True)  # noqa: T201
    if browser:
        threading.Timer(1.0, webbrowser.open, (url,)).start()
    _run(port, address, host)


def prepare() -> None:
    """Put Plotly's script beside ours, and tell Streamlit that pages/ is ours to register."""
    mimetypes.add_type("text/javascript", ".js")  # a Windows registry may call it plain text
    target = component.STATIC / "plotly.min.js"
    if not target.exists() or target.stat().st_size != component.PLOTLY.stat().st_size:
        part = target.with_suffix(f".{os.getpid()}")
        shutil.copyfile(component.PLOTLY, part)
        part.replace(target)
    _packed()
    # else the first visitor's deep link would run a page without the entrypoint
    PagesManager.uses_pages_directory = False


def warm() -> None:
    """Work out every page's answers of the default view, so that the first visitor need not wait."""
    store = cache.store()
    selection = Selection.default(store.capabilities)
    for page in PAGES:
        module: Any = state.module(page.answers)
        # an answer that fails does not keep the others from being served
        cards.prepared(*module.answers(store, selection, module.OPTIONS()))
    cache.count(store, selection)
    # a full collection after each script run took a third of a filter change; what is loaded now stays
    gc.collect()
    gc.freeze()


def _free(port: int, address: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as trial:
        if os.name != "nt":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError as problem:
            raise VruError(
                f"Port {port} on {address} cannot be used: {problem.strerror or problem}.\n"
                f"Stop what runs there, or choose another: `vru serve --port {port + 1}`."
            ) from problem


def _run(port: int, address: str, host: str) -> None:
    for name, value in {
        "server.port": port,
        "server.address": address,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "browser.serverAddress": host,
        "browser.serverPort": port,
        "browser.gatherUsageStats": False,
    }.items():
        config.set_option(name, value)
    import uvicorn

    made = st.App(ROOT / "app.py", routes=[geo.ROUTE, line.ROUTE], middleware=[Middleware(Keep)])
    uvicorn.run(made, host=address, port=port, log_level="warning", ws="auto")


class Keep:
    """Let the browser keep scripts whose address holds their hash, and fetch them before it needs them."""

    def __init__(self, wrapped: ASGIApp) -> None:
        self._wrapped = wrapped

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with our headers on the answer."""
        if scope["type"] != "http":
            await self._wrapped(scope, receive, send)
            return
        hashed = "/app/static/" in scope["path"] and scope["query_string"].startswith(b"v=")
        if hashed and scope["path"].endswith("/plotly.min.js") and _takes_gzip(scope):
            kept = {"cache-control": KEPT.decode(), "content-encoding": "gzip", "vary": "Accept-Encoding"}
            await Response(_packed(), headers=kept, media_type="text/javascript")(scope, receive, send)
            return

        async def answered(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message["headers"] = _headers(message["headers"], hashed)
            await send(message)

        await self._wrapped(scope, receive, answered)


@functools.cache
def _packed() -> bytes:
    """Return Plotly's script as it is sent: packed once, where each first visit would wait for it anew."""
    return gzip.compress(component.PLOTLY.read_bytes(), 6, mtime=0)


def _takes_gzip(scope: Scope) -> bool:
    accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    return scope["method"] == "GET" and b"gzip" in accepted


def _headers(headers: list[tuple[bytes, bytes]], hashed: bool) -> list[tuple[bytes, bytes]]:
    kind = next((value for name, value in headers if name == b"content-type"), b"")
    if hashed:
        kept = [each for each in headers if each[0] != b"cache-control"]
        return [*kept, (b"cache-control", KEPT)]
    if kind.startswith(b"text/html"):
        scripts = [f"<{component.script_url('plotly.min.js')}>; rel=preload; as=script"]
        scripts.append(f"<{component.script_url('chart.js')}>; rel=modulepreload")
        return [*headers, (b"link", ", ".join(scripts).encode())]
    return headers
