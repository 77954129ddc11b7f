"""Palettes: readable by contrast, and tokens that resolve."""

from __future__ import annotations

import pytest

from vru.charts import shades, theme

BOTH = ("light", "dark")


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The WCAG 2.2 contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_the_published_one():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", BOTH)
def test_text_has_four_and_a_half_to_one(name):
    palette = theme.PALETTES[name]
    texts = ["text", "muted", "mark", *(f"t{n}" for n in range(1, 7))]

    assert [each for each in texts if contrast(palette[each], palette["bg"]) < 4.5] == []


@pytest.mark.parametrize("name", BOTH)
def test_lines_have_three_to_one(name):
    palette = theme.PALETTES[name]

    assert [n for n in range(1, 7) if round(contrast(palette[f"c{n}"], palette["bg"]), 1) < 3.0] == []


@pytest.mark.parametrize("name", BOTH)
def test_shades_grow_away_from_the_background(name):
    palette = theme.PALETTES[name]
    steps = [contrast(palette[f"h{n}"], palette["bg"]) for n in range(5)]

    assert steps == sorted(steps)


def test_both_palettes_name_the_same_colours():
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_paint_resolves_tokens_everywhere_and_nothing_else():
    figure = {"data": [{"line": {"color": "@c1"}, "y": [1.5, None], "fillcolor": "@c1:16"}], "name": "a@b"}

    painted = theme.paint(figure, "light")

    assert painted == {
        "data": [{"line": {"color": "#12436D"}, "y": [1.5, None], "fillcolor": "rgba(18,67,109,0.16)"}],
        "name": "a@b",
    }
    with pytest.raises(KeyError):
        theme.paint(["@c9"], "dark")


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize("tokens", [[f"@h{step}" for step in range(5)], ["@c4", "@bg", "@c1"]])
def test_a_number_on_any_shade_has_four_and_a_half_to_one(name, tokens):
    stops = [(at / (len(tokens) - 1), token) for at, token in enumerate(tokens)]
    ends = [theme.colour(token[1:], name) for _, token in stops]

    weak = {}
    for step in range(201):
        place, part = divmod(step / 200 * (len(ends) - 1), 1)
        one, other = (ends[min(int(place) + more, len(ends) - 1)] for more in (0, 1))
        mixed = [round(int(one[at : at + 2], 16) * (1 - part) + int(other[at : at + 2], 16) * part)
                 for at in (1, 3, 5)]  # fmt: skip
        shade = "#" + "".join(f"{each:02X}" for each in mixed)
        ratio = contrast(theme.colour(shades.ink(step / 200, stops)[1:], name), shade)
        if ratio < 4.5:
            weak[shade] = ratio

    assert weak == {}
