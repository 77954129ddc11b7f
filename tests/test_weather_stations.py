"""Weather stations: the analyst's choice is read, and what cannot be meant is refused by row and column."""

import os

import pytest

from vru.errors import InputError
from vru.weather_stations import FILE, Chosen, weather_stations

HELD = ("Manston", "Wye", "UKE00105123")


def chosen(folder, text):
    (folder / FILE).write_text(text, encoding="utf-8")
    return weather_stations(folder).known(HELD)


def test_without_a_file_all_stations_stand_for_all_districts(tmp_path):
    found = weather_stations(tmp_path)

    assert found == Chosen(())
    assert (found.of(["E07000114"]), found.of([""])) == ((), ())


def test_a_district_has_its_own_stations_and_the_others_those_without_a_district(tmp_path):
    text = (
        "District,Station,Note\nThanet,manston,by the sea\nShepway,Manston\nE07000112,WYE\n,UKE00105123\n\n"
    )

    found = chosen(tmp_path, text)

    assert found.rows == (
        (2, "E07000114", "Manston"),
        (3, "E07000112", "Manston"),
        (4, "E07000112", "Wye"),
        (5, "", "UKE00105123"),
    )
    assert found.of(["E07000114"]) == ("Manston",)
    assert found.of(["E07000112"]) == ("Manston", "Wye")
    assert found.of(["E06000035"]) == ("UKE00105123",)
    assert found.of(["E07000114", "E06000035"]) == ("Manston", "UKE00105123")


def test_a_district_that_no_row_is_for_has_all_stations_and_so_has_every_selection_with_it(tmp_path):
    found = chosen(tmp_path, "district,station\nThanet,Manston\n")

    assert found.of(["E07000114"]) == ("Manston",)
    assert found.of(["E06000035"]) == found.of(["E07000114", "E06000035"]) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'weather_stations.csv, row 1: there is no column "station"'),
        ("district,station,wat\n", 'row 1, column "wat": no such column is known.\nColumns are: district'),
        ("district,station\nThanet,\n", 'row 2, column "station": the cell is empty.\nName a station as'),
        ("district,station\nBexley,Wye\n", 'row 2, column "district": no such district is known.\nName a'),
        ("district,station\nDartford and Gravesham,Wye\n", 'row 2, column "district": no such district'),
        (
            "district,station\nThanet,Wye\nThanet,Maston\n",
            'row 3, column "station": the weather loaded has no such station; the nearest is Manston.\nName',
        ),
        ("district,station\nThanet,Wye,a,b\n", "row 2: 4 cells under 2 columns"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_row_column_and_remedy(tmp_path, text, said):
    with pytest.raises(InputError) as refusal:
        chosen(tmp_path, text)

    assert said in str(refusal.value)


def test_an_edit_is_read_anew(tmp_path):
    assert chosen(tmp_path, "district,station\nThanet,Wye\n").of(["E07000114"]) == ("Wye",)
    (tmp_path / FILE).write_text("district,station\nThanet,Manston\n", encoding="utf-8")
    # some file systems keep time in steps longer than this test takes
    os.utime(tmp_path / FILE, ns=(0, 10**18))

    assert weather_stations(tmp_path).of(["E07000114"]) == ("Manston",)
