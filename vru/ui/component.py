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
from vru.ui import cache

STATIC = ROOT / "static"
PLOTLY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"


@functools.cache
def script_url(name: str) -> str:
    """Return where a static script is served; its content's hash lets the browser keep it for good."""
    path = PLOTLY if name == "plotly.min.js" else STATIC / name
    return f"app/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def _loader() -> str:
    # Streamlit sends a component's script with every run, so it holds no more than an import
    return f"""
const palettes = {json.dumps(theme.PALETTES)};
const chart = import(new URL("{script_url("chart.js")}", location.href).href);
export default function (component) {{
  let gone = false, clean = () => {{}};
  chart.then(({{ draw }}) => {{ if (!gone) clean = draw(component, palettes); }});
  return () => {{ gone = true; clean(); }};
}}
"""


@functools.cache
def _component() -> Any:
    return st.components.v2.component(
        "vru_chart", html='<div class="vru-chart"></div>', js=_loader(), isolate_styles=False
    )


def chart(answer: Answer, key: str, said: frozenset[str] = frozenset()) -> None:
    """Draw an answer's chart with its caption, less what was `said` above, and its buttons."""
    _component()(key=key, data=payload(answer, key, said), width="stretch")


def payload(answer: Answer, key: str, said: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return what the browser needs to draw, caption and export an answer; made once for all visitors."""
    shown = tuple(words.unsaid(answer, said))
    made_of = (answer.name, answer.store_version, answer.selection, answer.options, key, shown)
    return cache.PAYLOADS.get(made_of, lambda: _payload(answer, key, shown))


def _payload(answer: Answer, key: str, shown: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    # as text already: Streamlit would write the figure's thousands of numbers anew at every run
    figure = json.dumps(pictures.figure(answer.chart), separators=(",", ":"), allow_nan=False)
    period = answer.selection.period
    seen = (answer.store_version, answer.selection, answer.options, shown)
    first, *rest = findings.sentences(answer.finding)
    return {
        "figure": figure,
        "alt": answer.chart.alt or answer.finding,
        "shown": shown,
        "caption": words.caption(answer),
        "file": words.file_name(answer),
        "plotly": script_url("plotly.min.js"),
        # a zoom is kept as long as the months on the axis stay the same
        "revision": f"{period.first:%Y-%m}~{period.last:%Y-%m}/{answer.selection.basis}",
        "stamp": hashlib.sha256(repr(seen).encode()).hexdigest()[:12],
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
