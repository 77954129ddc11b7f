"""Columns that name or describe people are refused unless the mapping drops them."""

import pytest

from vru.errors import InputError
from vru.ingest.mapping import ColumnRule, FileRule, MappingOptions
from vru.ingest.read import read
from vru.ingest.read_personal import by_heading


def people(drop=(), **columns):
    mapped = {"offence_id": "id", "role": "role", **columns}
    rules = {each: ColumnRule(each, name, None, {}, None, (name,)) for each, name in mapped.items()}
    return FileRule("*", "involvements", None, 1, rules, (), drop, False)


def written(folder, heading, values):
    lines = [f'{number},victim,"{each}"' for number, each in enumerate(values)]
    (folder / "people.csv").write_text("\n".join([f"id,role,{heading}", *lines, ""]))
    return folder / "people.csv"


SENTENCES = [f"The {each} person was seen near the {each} shop at noon" for each in range(30)]
PEOPLE = [
    f"{a} {b}" for a in ("Ann", "Ben", "Cy", "Di", "Ed", "Flo") for b in ("Madeup", "Sample", "Test", "Nil")
]


@pytest.mark.parametrize(
    ("heading", "values", "looks"),
    [
        ("Surname", ["x"], "a name"),
        ("victimName", ["x"], "a name"),
        ("D.O.B.", ["x"], "a birth date"),
        ("DOB", ["x"], "a birth date"),
        ("Home Address", ["x"], "an address"),
        ("Mobile No", ["x"], "a phone number, e-mail or personal number"),
        ("MO Text", ["x"], "free text"),
        ("col7", SENTENCES, "free text"),
        ("col7", ["a@example.org", "b@example.org"], "an e-mail address"),
        ("col7", ["07700 900123", "01632 960123"], "a phone number"),
        ("col7", ["ZZ99 3WZ", "ZZ99 3VZ"], "a postcode"),
        ("col7", [f"{1 + each % 28:02}/01/{1950 + each}" for each in range(60)], "a birth date"),
        ("col7", PEOPLE, "a name or an address"),
        ("LSOA name", ["Ashford 001B"], None),
        ("col7", ["Investigation complete; no suspect identified"] * 30, None),
        ("col7", [f"{1 + each % 28:02}/01/2024" for each in range(60)], None),
    ],
)
def test_what_a_column_looks_like(tmp_path, heading, values, looks):
    path = written(tmp_path, heading, values)
    if looks is None:
        assert read(path, people(), MappingOptions()).unused == (heading,)
        return

    with pytest.raises(InputError, match=f"looks like {looks} and is not dropped") as refused:
        read(path, people(), MappingOptions())
    dropped = read(path, people(drop=(heading,)), MappingOptions())

    assert refused.value.column == heading
    assert not any(each and each in str(refused.value) for each in values if len(each) > 1)
    assert (dropped.unused, dropped.table.column_names) == ((), ["row", "id", "role"])


def test_a_birth_date_may_be_mapped_as_one_and_as_nothing_else(tmp_path):
    path = written(tmp_path, "DOB", ["01/02/1990"])

    assert read(path, people(birth_date="DOB"), MappingOptions()).table["DOB"].to_pylist() == ["01/02/1990"]
    with pytest.raises(InputError, match="Or map it as birth_date"):
        read(path, people(age="DOB"), MappingOptions())


def test_text_kept_as_it_is_may_not_carry_sentences(tmp_path):
    path = written(tmp_path, "Appearance", SENTENCES)

    with pytest.raises(InputError, match="looks like free text"):
        read(path, people(ethnicity="Appearance"), MappingOptions())


def test_places_may_be_named_like_people(tmp_path):
    path = written(tmp_path, "Where", PEOPLE)
    rules = people().columns | {"ward": ColumnRule("ward", "Where", None, {}, None, ("Where",))}
    offences = FileRule("*", "wide", None, 1, rules, (), (), False)

    assert read(path, offences, MappingOptions()).table["Where"].to_pylist() == PEOPLE


def test_no_contract_column_looks_personal():
    from vru.ingest.mapping_schema import COLUMNS

    flagged = {
        each: by_heading(each) for each in COLUMNS["offences"] + COLUMNS["involvements"] if by_heading(each)
    }

    assert flagged == {"birth_date": "a birth date"}
