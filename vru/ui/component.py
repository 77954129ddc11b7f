"""The chart component: our own JavaScript draws the figure and keeps Plotly alive between changes."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import Any

import plotly
import streamlit as st

from vru import findings
from vru.answers.answer import Answer
from vru.charts import plotly as pictures
from vru.charts import theme
from vru.export import words
from vru.settings import ROOT
from vru.ui import cache, maps
from vru.ui.line import Line

STATIC = ROOT / "static"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
AHEAD = "vru_ahead"
LINE = "vru_line"
SENT = "vru_sent"
"""What this run has sent ahead of its cards: the stamp of each, by key."""


@functools.cache
def script_url(name: str) -> str:
    """Return where a static script is served; its content's hash lets the browser keep it for good."""
    path = PLOTLY if name == "plotly.min.js" else STATIC / name
    return f"app/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def _import() -> str:
    # Streamlit sends a component's script with every run, so it holds no more than an import
    return f"""
const palettes = {json.dumps(theme.PALETTES)};
const chart = import(new URL("{script_url("chart.js")}", location.href).href);
"""


@functools.cache
def _component() -> Any:
    script = """
export default function (component) {
  let gone = false, clean = () => {};
  chart.then(({ draw }) => { if (!gone) clean = draw(component, palettes); });
  return () => { gone = true; clean(); };
}
"""
    return st.components.v2.component(
        "vru_chart", html='<div class="vru-chart"></div>', js=_import() + script, isolate_styles=False
    )


@functools.cache
def _ahead() -> Any:
    script = "export default (component) => { chart.then(({ deliver }) => deliver(component, palettes)); };"
    return st.components.v2.component(AHEAD, html="<i></i>", js=_import() + script, isolate_styles=False)


def send(prepared: dict[str, dict[str, Any]]) -> None:
    """Send the `payload` of a page's charts, by key, before the charts themselves."""
    line = _line()
    st.session_state[SENT] = {key: data["stamp"] for key, data in prepared.items()}
    _ahead()(key=AHEAD, data={"line": line.token, "cards": {} if line.send(prepared) else prepared})


def chart(data: dict[str, Any]) -> None:
    """Draw a chart from its `payload`: heading, picture, caption and buttons."""
    key, stamp, level = data["key"], data["stamp"], data["pick"]
    asked: dict[str, Any] = {"on_picked_change": lambda: maps.pick(key, level)} if level else {}
    if st.session_state.get(SENT, {}).get(key) == stamp:
        data = {"key": key, "stamp": stamp, "ahead": True}
        asked["on_lost_change"] = _line().drop
    _component()(key=key, data=data, width="stretch", **asked)


def _line() -> Line:
    """Return this visitor's line."""
    if LINE not in st.session_state:
        st.session_state[LINE] = Line()
    return st.session_state[LINE]


def payload(answer: Answer, key: str, said: frozenset[str], heading: str) -> dict[str, Any]:
    """Return what the browser needs to draw, caption and export an answer; made once for all visitors.

    The caption leaves out what was `said` above. `heading` is HTML drawn above the picture.
    """
    shown = tuple(words.unsaid(answer, said))
    # an answer is known by being the same one: it is kept beside, so that no other can take its place
    made_of = (id(answer), key, shown, heading)
    return cache.PAYLOADS.get(made_of, lambda: (answer, _payload(answer, key, shown, heading)))[1]


def _payload(answer: Answer, key: str, shown: tuple[tuple[str, str], ...], heading: str) -> dict[str, Any]:
    # as text already: Streamlit would write the figure's thousands of numbers anew at every run
    figure = json.dumps(pictures.figure(answer.chart), separators=(",", ":"), allow_nan=False)
    period = answer.selection.period
    first, *rest = findings.sentences(answer.finding)
    made: dict[str, Any] = {
        "key": key,
        "heading": heading,
        # the level of areas that a click on the chart filters by
        "pick": answer.chart.land.level if answer.chart.land and answer.chart.land.pick else None,
        "figure": figure,
        "alt": answer.chart.alt or answer.finding,
        "shown": shown,
        "caption": words.caption(answer),
        "file": words.file_name(answer),
        "plotly": script_url("plotly.min.js"),
        # a zoom is kept as long as the months on the axis stay the same
        "revision": f"{period.first:%Y-%m}~{period.last:%Y-%m}/{answer.selection.basis}",
        "csv": f"{key}_csv",
        "xlsx": f"{key}_xlsx",
        "words": {
            "finding": first,
            "more": " ".join(rest),
            "subtitle": answer.subtitle,
            "marking": words.marking(answer).split(" · ")[0],
            "synthetic": words.SYNTHETIC if answer.synthetic else "",
            "sentence": words.quotable(answer),
        },
    }
    seen = (answer.store_version, answer.selection, answer.options, made)
    return made | {"stamp": hashlib.sha256(repr(seen).encode()).hexdigest()[:12]}
