"""Recording events: the analyst's own file is read, and what cannot be meant is refused by row and column."""

import datetime as dt

import pytest

from vru.errors import InputError
from vru.recording_events import FILE, recording_events

HEADER = "date,date_to,area,label,touches,note,source,edition,verified\n"


def own(folder, text, name=FILE, encoding="utf-8"):
    (folder / name).write_text(text, encoding=encoding)
    return [each for each in recording_events(folder) if each.own]


def test_without_a_file_there_are_the_reference_tables_events(tmp_path):
    found = recording_events(tmp_path)

    assert len(found) == 12
    assert not any(each.own for each in found)
    assert [each.begins for each in found] == sorted(each.begins for each in found)


def test_an_analyst_adds_events_beside_the_store(tmp_path):
    rows = '2021-10-05,,,New crime system,all;persons,"Athena replaced, as planned",Project plan,v2,yes\n\n'
    rows += "01/03/2020,31/05/2020,Folkestone & Hythe,Local policy,violence_with_injury,,Policy 12,,\n"

    later, earlier = sorted(own(tmp_path, HEADER + rows), key=lambda each: each.begins, reverse=True)

    assert later[:5] == (dt.date(2021, 10, 5), None, "", "New crime system", frozenset({"all", "persons"}))
    assert later.note == "Athena replaced, as planned"
    assert earlier[:3] == (dt.date(2020, 3, 1), dt.date(2020, 5, 31), "E07000112")
    assert (later.verified, earlier.verified) == (True, False)


def test_a_file_that_a_spreadsheet_saved_is_read(tmp_path):
    text = "Date,Label,Touches,Source,Area\n05/10/2021,Café system,ALL,me,Dartford and Gravesham\n"

    for encoding in ("utf-8-sig", "cp1252"):
        found = own(tmp_path, text, encoding=encoding)
        assert [(each.label, each.area) for each in found] == [("Café system", "E22000352")]


def test_the_settings_may_name_another_file(tmp_path, monkeypatch):
    monkeypatch.setenv("VRU_RECORDING_EVENTS", str(tmp_path / "ours.csv"))

    assert own(tmp_path, HEADER + "2021-10-05,,,New system,all,,us,,\n", "ours.csv")[0].label == "New system"


def test_a_named_file_that_is_not_there_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("VRU_RECORDING_EVENTS", str(tmp_path / "none.csv"))

    with pytest.raises(InputError, match=r"no such file\.\nCorrect recording_events in vru\.toml"):
        recording_events(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'row 1: there is no column "date"'),
        ("date,label,touches\n", 'row 1: there is no column "source"'),
        ("date,label,touches,source,wat\n", 'row 1, column "wat": no such column'),
        ("date,date,label,touches,source\n", "row 1: a column is there twice"),
        (HEADER + "2021-13-05,,,New,all,,us,,\n", 'row 2, column "date": this is no day'),
        (HEADER + ",,,New,all,,us,,\n", 'row 2, column "date": the cell is empty'),
        (HEADER + "\n2021-10-05,2021-10-04,,New,all,,us,,\n", 'row 3, column "date_to": the day is before'),
        (HEADER + "2021-10-05,,,New,violense,,us,,\n", 'row 2, column "touches": an unknown measure'),
        (HEADER + "2021-10-05,,,New,;,,us,,\n", 'row 2, column "touches": no measure'),
        (HEADER + "2021-10-05,,Bexley,New,all,,us,,\n", 'row 2, column "area": no such district'),
        (HEADER + "2021-10-05,,,New,all,,us,,maybe\n", 'row 2, column "verified": neither yes nor no'),
        (HEADER + "2021-10-05,,,New,all,a,b,c,no,extra\n", "row 2: 10 cells under 9 columns"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_row_column_and_remedy(tmp_path, text, said):
    with pytest.raises(InputError) as refusal:
        own(tmp_path, text)

    assert said in str(refusal.value)
    assert str(refusal.value).startswith(FILE)
    assert refusal.value.remedy


def test_an_edit_is_read_anew(tmp_path):
    assert len(own(tmp_path, HEADER + "2021-10-05,,,New,all,,us,,\n")) == 1
    assert own(tmp_path, HEADER) == []
