"""The two palettes. A figure names colours by token (`@c1`, `@text`, `@c1:16` for 16 % opacity).

One figure serves the light screen, the dark screen and the always light export: tokens are
resolved by the browser, or here by `paint`.
"""

from __future__ import annotations

from typing import Any, Literal

Theme = Literal["light", "dark"]

# Order chosen so that neighbours differ in lightness as well as hue; lines need 3:1 against the
# background, their labels (t1 ...) 4.5:1, hence the darker twins on white.
LIGHT = {
    "c1": "#12436D",
    "c2": "#28A197",
    "c3": "#801650",
    "c4": "#F46A25",
    "c5": "#3D3D3D",
    "c6": "#A285D1",
    "t1": "#12436D",
    "t2": "#1B7A72",
    "t3": "#801650",
    "t4": "#B8460B",
    "t5": "#3D3D3D",
    "t6": "#7350B0",
    "text": "#1A1D21",
    "muted": "#505A5F",
    "grid": "#E3E6EA",
    "axis": "#6B747B",
    "context": "#C3C8CE",
    "bg": "#FFFFFF",
    "mark": "#505A5F",
    "h0": "#EFF4F9",
    "h1": "#B9CFE3",
    "h2": "#7BA3C8",
    "h3": "#3F739F",
    "h4": "#12436D",
    "kk": "#000000",
    "kw": "#000000",
    "wk": "#FFFFFF",
    "ww": "#FFFFFF",
}
DARK = {
    "c1": "#7FB2E5",
    "c2": "#3EC4B8",
    "c3": "#E07AB0",
    "c4": "#F7935C",
    "c5": "#C4C9D0",
    "c6": "#BBA3E3",
    "t1": "#7FB2E5",
    "t2": "#3EC4B8",
    "t3": "#E07AB0",
    "t4": "#F7935C",
    "t5": "#C4C9D0",
    "t6": "#BBA3E3",
    "text": "#F1F3F5",
    "muted": "#B3BBC3",
    "grid": "#2B323A",
    "axis": "#8B949D",
    "context": "#4A535D",
    "bg": "#14181D",
    "mark": "#B3BBC3",
    "h0": "#1C2731",
    "h1": "#27445F",
    "h2": "#386B97",
    "h3": "#5490C6",
    "h4": "#A9CFF2",
    "kk": "#000000",
    "kw": "#FFFFFF",
    "wk": "#000000",
    "ww": "#FFFFFF",
}
PALETTES: dict[str, dict[str, str]] = {"light": LIGHT, "dark": DARK}


def paint(figure: Any, theme: Theme) -> Any:
    """Return a copy of a figure (dicts, lists, plain values) with every colour token resolved.

    Raises KeyError for a token the palette has not got.
    """
    if isinstance(figure, dict):
        return {key: paint(value, theme) for key, value in figure.items()}
    if isinstance(figure, list):
        return [paint(each, theme) for each in figure]
    if isinstance(figure, str) and figure.startswith("@"):
        return colour(figure[1:], theme)
    return figure


def colour(token: str, theme: Theme) -> str:
    """Return the colour a token (without its @) names in a theme, as hex or, with opacity, as rgba()."""
    name, _, opacity = token.partition(":")
    found = PALETTES[theme][name]
    if not opacity:
        return found
    red, green, blue = (int(found[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{int(opacity) / 100:g})"
