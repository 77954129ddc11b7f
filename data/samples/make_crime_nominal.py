"""Writes the made-up crime × nominal sample, as CSV and XLSX, with the dirt of a real export.

Nobody in it exists. Run it from the project's folder: python data/samples/make_crime_nominal.py
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from pathlib import Path

import openpyxl

FOLDER = Path(__file__).resolve().parent
CRIMES = 160
HEADINGS = (
    "Crime Reference", "Incident Ref", "Crime Status", "HO Code", "Offence Title", "Committed From Date",
    "Committed From Time", "Committed To Date", "Committed To Time", "Date Recorded", "DA Flag", "Knife Flag",
    "Weapon Used", "District", "Beat", "Easting", "Northing", "Location Type", "Premises Address", "Postcode",
    "Outcome", "MO Summary", "Nominal Ref", "Role", "Surname", "Forename(s)", "DOB", "Age", "Gender",
    "Self Defined Ethnicity", "Suspect To Victim",
)  # fmt: skip
TITLES = (("Crime and nominal export",), ("Run on 02/04/2025 by J3\xa0(made up)",), ())
# the same codes as four systems write them, and one that a spreadsheet took for a date
CODES = (
    ("8N", "Assault occasioning actual bodily harm"), ("008/06", "Assault occasioning actual bodily harm"),
    ("8/6", "Assault occasioning actual bodily harm"), ("105A", "Common assault and battery"),
    ("5D", "Assault with intent to cause serious harm"), ("34B", "Robbery of personal property"),
    ("10D", "Possession of article with blade or point"), ("08-Jun", "Assault"), ("777Z", "Local code"),
)  # fmt: skip
PLACES = (
    ("Medway", 575_800, 168_000), ("Thanet", 635_500, 170_900), ("Shepway", 622_900, 136_000),
    ("Maidstone", 576_000, 155_700), ("Gravesham", 564_700, 174_000), ("Swale UA", 590_600, 165_000),
)  # fmt: skip
SURNAMES = ("Testperson", "Madeup", "Nobody", "Fictional", "Brontë-Sample", "O'Invented")
FORENAMES = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot")


def people(rng: random.Random) -> list[dict[str, str]]:
    """Return 90 made-up people as the export writes them."""
    return [
        {
            "Nominal Ref": f"N{number:06d}" if number % 9 else f" n{number:06d} ",
            "Surname": rng.choice(SURNAMES),
            "Forename(s)": rng.choice(FORENAMES),
            "DOB": dt.date(rng.randint(1950, 2012), rng.randint(1, 12), rng.randint(1, 28)).strftime(
                "%d/%m/%Y"
            ),
            "Gender": rng.choice(("M", "M", "Male", "m", "F", "Female", "1", "2", "U", "")),
            "Self Defined Ethnicity": rng.choice(("W1", "W1", "A3", "B1", "M2", "NS", "")),
        }
        for number in range(100_001, 100_091)
    ]


def crime(number: int, rng: random.Random) -> dict[str, str]:
    """Return the crime's half of a row."""
    start = dt.datetime(2024, 1, 1) + dt.timedelta(minutes=5 * rng.randrange(100_000))
    code, title = rng.choice(CODES)
    district, east, north = rng.choice(PLACES)
    east, north = east + rng.randint(-900, 900), north + rng.randint(-900, 900)
    if number % 40 == 7:
        east, north = north, east
    domestic = rng.random() < 0.3
    return {
        "Crime Reference": f"46/{number:06d}/24",
        "Incident Ref": f"{start:%d%m}-{number:04d}",
        "Crime Status": "CANC" if number % 45 == 3 else "TRANS" if number % 50 == 4 else "FILED",
        "HO Code": code,
        "Offence Title": title,
        "Committed From Date": "31/02/2024" if number % 60 == 5 else start.strftime("%d/%m/%Y"),
        "Committed From Time": "" if number % 13 == 0 else start.strftime("%H:%M"),
        "Date Recorded": (start + dt.timedelta(days=rng.choice((0, 0, 1, 3, 40)))).strftime("%d/%m/%Y"),
        "DA Flag": "DA" if domestic else rng.choice(("N", "N", "")),
        "Knife Flag": rng.choice(("KE", "N", "N", "N", "")),
        "Weapon Used": rng.choice(("", "", "Knife - kitchen", "Fist", "None known")),
        "District": district,
        "Beat": f"B{rng.randint(1, 30):02d}",
        "Easting": "" if number % 17 == 0 else str(east),
        "Northing": "" if number % 17 == 0 else str(north),
        "Location Type": "Dwelling" if domestic else rng.choice(("Street", "Licensed premises", "School")),
        "Premises Address": f"{rng.randint(1, 99)} Made Up Street",
        "Postcode": "ZZ99 3WZ",
        "Outcome": rng.choice(("Charged", "NFA - evidential", "Under investigation", "")),
        "MO Summary": 'Invented text, "quoted",\nin two lines',
    }


def rows(rng: random.Random) -> list[dict[str, str]]:
    """Return a row per crime and person, with repeats, placeholders and a row twice."""
    nominals, made = people(rng), []
    for number in range(1, CRIMES + 1):
        offence = crime(number, rng)
        for role in ("VICT", *rng.choice((("SUSP",), ("SUSP", "WITN"), (), ("DEF", "SUSP")))):
            # a few people account for many rows, as in life
            person = dict(nominals[min(rng.randrange(90), rng.randrange(90))])
            person["Role"] = "ZZZ" if number % 70 == 6 else role
            person["Age"] = "999" if number % 33 == 1 else ""
            if role == "SUSP":
                person["Suspect To Victim"] = rng.choice(("PTNR", "EXP", "SON", "STR", "ACQ", "NK", ""))
            if number % 20 == 2:
                person |= {"Nominal Ref": "UNKNOWN", "Surname": "", "Forename(s)": "", "DOB": ""}
            made.append(offence | person)
    return [*made, made[0]]


def main() -> None:
    """Write both files; they hold the same rows."""
    table = [[each.get(name, "") for name in HEADINGS] for each in rows(random.Random(20240601))]
    with (FOLDER / "crime_nominal.csv").open("w", encoding="cp1252", newline="") as file:
        csv.writer(file).writerows([*TITLES, HEADINGS, *table])
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Crime Nominals"
    for row in (*TITLES, HEADINGS, *table):
        sheet.append([_typed(name, each) for name, each in zip(HEADINGS, row, strict=False)])
    book.create_sheet("Criteria").append(["Made up; nobody in this workbook exists"])
    book.save(FOLDER / "crime_nominal.xlsx")


def _typed(heading: str, text: str) -> object:
    """Return the cell as a spreadsheet holds it: real dates and numbers where it can."""
    if not text or text == heading:
        return text or None
    if heading in ("Easting", "Northing", "Age"):
        return int(text)
    if heading == "HO Code" and text == "08-Jun":
        return dt.date(2024, 6, 8)
    if heading in ("Date Recorded", "DOB"):
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    return text


if __name__ == "__main__":
    main()
