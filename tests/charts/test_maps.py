"""Maps as Plotly's plain dict: outlines only by address, classes as steps, names that can be read."""

import json

import pytest

from vru.charts import plotly, theme
from vru.charts.chart import Chart, Land, Series

CLASSES = (("under 10", "h0"), ("10 to 20", "h2"), ("20 and more", "h4"))
NAMES = (("Ashford<br>5", 0.9, 51.1, "A"), ("Tonbridge and Malling", 0.4, 51.2, "B"))
LAND = Land(
    edition="v1", level="district", frame=(0.0, 50.9, 1.5, 51.5), classes=CLASSES, edges=(10.0, 20.0),
    unit="offences a year", names=NAMES, pick=True,
)  # fmt: skip


def areas(**land):
    one = Series("Districts", ("A", "B", "C"), (5.0, 20.0, None), notes=("a", "b", "c"))
    rest = Series("not in the filter", ("D",), (0.0,), role="context", notes=("d",))
    return Chart("map", series=(one, rest), land=Land(**{**LAND.__dict__, **land}))


def test_outlines_are_named_by_address_and_never_sent_along():
    figure = plotly.figure(areas(level="lsoa", within="district", around=("A", "B")))

    shaded, rest, _, borders, _ = figure["data"]
    assert shaded["geojson"] == rest["geojson"] == "geo/v1/lsoa.json"
    assert borders["geojson"] == "geo/v1/district.json"
    assert "coordinates" not in json.dumps(figure)


def test_an_area_has_the_shade_of_its_class_and_a_class_below_all_where_there_is_no_figure():
    shaded, rest, *_ = plotly.figure(areas())["data"]

    assert shaded["locations"] == ["A", "B", "C"]
    assert shaded["z"] == [0, 2, -1]  # an edge belongs to the class it begins
    assert (shaded["zmin"], shaded["zmax"]) == (-1.5, 2.5)
    # steps, no slide from one colour to the next: each class begins where the one before ends
    assert [token for _, token in shaded["colorscale"]] == [
        "@context", "@context", "@h0", "@h0", "@h2", "@h2", "@h4", "@h4",
    ]  # fmt: skip
    assert [at for at, _ in shaded["colorscale"]] == [0, 1 / 4, 1 / 4, 1 / 2, 1 / 2, 3 / 4, 3 / 4, 1]
    assert shaded["colorbar"]["ticktext"] == ["× no figure", *(label for label, _ in CLASSES)]
    assert shaded["colorbar"]["tickvals"] == [-1, 0, 1, 2]
    assert rest["colorscale"] == [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]]


def test_an_area_without_a_figure_has_a_cross_and_without_any_the_scale_has_no_such_class():
    named = (("Ashford", 0.9, 51.1, "A"), ("Canterbury", 1.1, 51.3, "C"))
    assert plotly.figure(areas(names=named))["data"][-1]["text"] == ["Ashford", "Canterbury<br>×"]
    crosses = next(each for each in plotly.figure(areas())["data"] if each["name"] == "no figure")
    assert (crosses["locations"], crosses["marker"]["symbol"]) == (["C"], "x-thin")

    known = Chart("map", series=(Series("Districts", ("A", "B"), (5.0, 20.0)),), land=LAND)
    shaded, *rest = plotly.figure(known)["data"]
    assert shaded["colorbar"]["ticktext"] == [label for label, _ in CLASSES]
    assert [each["name"] for each in rest] == ["names"]


def test_what_is_chosen_has_a_broad_line_of_its_own():
    *_, chosen, _ = plotly.figure(areas(chosen=("B",), chosen_level="csp"))["data"]

    assert chosen["geojson"] == "geo/v1/csp.json"
    assert (chosen["locations"], chosen["marker"]["line"]["width"]) == (["B"], 3.2)
    assert chosen["hoverinfo"] == "skip"


def test_programmes_are_dots_on_a_light_line_beneath_what_is_chosen():
    made = plotly.figure(areas(chosen=("B",), chosen_level="district", ran_in=("A", "B")))["data"]
    *_, light, chosen, dots, _ = made

    assert (light["locations"], light["marker"]["line"]) == (["A", "B"], {"color": "@bg", "width": 6})
    assert chosen["marker"]["line"] == {"color": "@text", "width": 3.2}
    # unlike what is chosen in line and in colour
    assert dots["line"] == {"color": "@c2", "width": 3.2, "dash": "dot"}
    assert dots["meta"] == {"outlines": "geo/v1/district.json", "codes": ["A", "B"]}
    assert "programmes" not in [each.get("name") for each in plotly.figure(areas())["data"]]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_names_can_be_read_on_their_shade_and_break_into_lines(name):
    names = plotly.figure(areas())["data"][-1]

    assert names["text"] == ["Ashford<br>5", "Tonbridge and<br>Malling"]
    for token, shade in zip(names["textfont"]["color"], ("h0", "h4"), strict=True):
        assert contrast(theme.colour(token[1:], name), theme.colour(shade, name)) >= 4.5


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_years_are_small_maps_with_one_scale():
    panels = tuple(Series("D", ("A",), (5.0,), panel=each, notes=("a",)) for each in ("2024", "2025"))
    figure = plotly.figure(Chart("map", series=panels, land=LAND))

    assert [each["geo"] for each in figure["data"]] == ["geo", "geo2"]
    assert [each["showscale"] for each in figure["data"]] == [True, False]
    assert [each["text"] for each in figure["layout"]["annotations"]] == ["<b>2024</b>", "<b>2025</b>"]
    assert figure["layout"]["meta"]["maps"] == 2


def test_without_outlines_squares_ask_for_no_borders():
    """A browser that waits for borders which nobody has would never draw."""
    one = Series("Squares", ("600125,150125",), (3.0,), notes=("x",))
    land = Land(**{**LAND.__dict__, "metres": (1, 2, 3, 4), "within": "", "cell": 250, "names": ()})
    (shaded,) = plotly.figure(Chart("cells", series=(one,), land=land))["data"]

    assert shaded["type"] == "heatmap"


SIGNED = {"classes": (("● Sporadic", "context"), ("★ New", "c3")), "edges": (), "signs": ("circle", "star")}


def test_classes_have_signs_of_their_own_beside_their_colours():
    one = Series("Hotspots", ("A", "B"), (1.0, 0.0), notes=("a", "b"))
    rest = Series("no hotspot", ("C",), (0.0,), role="context", notes=("c",))
    land = Land(**{**LAND.__dict__, **SIGNED, "level": "lsoa"})
    figure = plotly.figure(Chart("map", series=(one, rest), land=land))

    (signs,) = (each for each in figure["data"] if each.get("name") == "signs")
    # higher classes come last and so lie on top
    assert (signs["locations"], signs["marker"]["symbol"]) == (["B", "A"], ["circle", "star"])
    assert signs["marker"]["color"] == ["@context", "@c3"]
    assert (signs["geojson"], signs["locationmode"]) == ("geo/v1/lsoa.json", "geojson-id")
    # a town's name stands above the signs of its hotspots, not over them
    assert figure["data"][-1]["textposition"] == "top center"
    assert plotly.figure(areas())["data"][-1]["textposition"] == "middle center"
    assert figure["data"][0]["colorbar"]["ticktext"] == ["● Sporadic", "★ New"]


def test_squares_have_signs_too():
    one = Series("Hotspots", ("600125,150125", "600375,150125"), (1.0, 0.0), notes=("x", "y"))
    land = Land(**{**LAND.__dict__, **SIGNED, "metres": (1, 2, 3, 4), "within": "district", "cell": 250})
    figure = plotly.figure(Chart("cells", series=(one,), land=land))

    (signs,) = (each for each in figure["data"] if each.get("name") == "signs")
    assert (signs["x"], signs["marker"]["symbol"]) == ([600375, 600125], ["circle", "star"])


def test_cells_are_sent_as_places_and_classes():
    one = Series("Squares", ("600125,150125", "600375,150125"), (3.0, 30.0), notes=("x", "y"))
    land = Land(**{**LAND.__dict__, "metres": (1, 2, 3, 4), "within": "district", "cell": 250, "names": ()})
    figure = plotly.figure(Chart("cells", series=(one,), land=land))

    shaded, borders = figure["data"]
    assert shaded["meta"] == {"cells": [[600125, 150125, 0, "x"], [600375, 150125, 2, "y"]], "size": 250}
    assert borders["meta"]["lines"] == "geo/v1/district-lines.json"
    # a square is a square: both axes have the same metres a pixel
    assert figure["layout"]["yaxis"]["scaleanchor"] == "x"
