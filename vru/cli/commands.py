"""The commands: each reads its words, asks the part of the house that knows, and prints."""

from __future__ import annotations

import json
import os
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vru import __version__, store
from vru.cli import deciding
from vru.cli.given import AsJson, StoreFolder
from vru.cli.printing import err, out, print_answer, print_boundaries, print_check, print_load, print_openings
from vru.cli.progress import bar
from vru.cli.selecting import EXAMPLES, options_from, selection_from
from vru.cli.stopping import STOPPED, noticing
from vru.errors import InputError, VruError
from vru.periods import Period, parse_month
from vru.settings import settings

if TYPE_CHECKING:
    from vru.ingest.mapping import Mapping

app = typer.Typer(
    help="Violence-reduction intelligence from a police extract.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def main() -> int:
    """Run the command line; returns the exit code. Each kind of error has its own."""
    with noticing() as pressed:
        try:
            app()
        except (Exception, KeyboardInterrupt) as error:
            return _stopped() if pressed.is_set() else _failed(error)
    return 0


@app.command(epilog="Example: `vru demo --seed 7 --world no_temperature`")
def demo(
    seed: Annotated[int, typer.Option(help="Same seed, same world.")] = 1,
    to: Annotated[str, typer.Option(help="Last month of the extract, such as 2026-03.")] = "2026-03",
    world: Annotated[str, typer.Option(help="study, null, or one with a conclusion made false.")] = "study",
    offences: Annotated[int | None, typer.Option(help="How many, about; else 350,000.")] = None,
    keep: Annotated[Path | None, typer.Option(help="Folder to keep the extract and truth.json in.")] = None,
    if_missing: Annotated[bool, typer.Option("--if-missing", help="Do nothing if there is a store.")] = False,
    folder: StoreFolder = None,
) -> None:
    """Make a synthetic extract of 16 years and load it as a real one would be."""
    from vru import ingest
    from vru.cli.demo import build_demo
    from vru.demo.outlines import boundaries as schematic

    if if_missing and store.current_version(folder or settings().store):
        ingest.upgrade(folder or settings().store, schematic)
        return
    with tempfile.TemporaryDirectory() as spare, bar("Demo") as report:
        loaded = build_demo(keep or Path(spare), folder, seed, to, world, offences, report)
    out.print(f"Demo store {loaded.store_version} is ready. Every figure in it is SYNTHETIC.")


@app.command(epilog="Example: `vru upgrade --store data/our-store`")
def upgrade(folder: StoreFolder = None) -> None:
    """Bring a store that an earlier program built up to date; nothing needs loading again."""
    from vru import ingest
    from vru.demo.outlines import boundaries as schematic

    version = ingest.upgrade(folder or settings().store, schematic)
    out.print(f"Store version {version} is ready." if version else "The store is up to date.")


@app.command(epilog="Example: `vru load offences.csv involvements.csv --mapping contract`")
def load(
    files: Annotated[
        list[Path] | None, typer.Argument(help="CSV, Parquet or XLSX files of one extract.")
    ] = None,
    mapping: Annotated[
        str | None, typer.Option(help="A ready mapping's name, or your own TOML file; else contract.")
    ] = None,
    weather: Annotated[
        list[Path] | None, typer.Option(help="A file of daily weather; its form is told by its first line.")
    ] = None,
    station: Annotated[
        str | None, typer.Option(help="With --weather: the station, where the file does not name it.")
    ] = None,
    admissions: Annotated[
        list[Path] | None, typer.Option(help="A file of hospital admissions, as the NHS tabulates them.")
    ] = None,
    replaces: Annotated[
        str | None,
        typer.Option(
            help="Months this extract replaces, 2025-04~2026-03: what it lacks is counted as withdrawn."
        ),
    ] = None,
    guess: Annotated[bool, typer.Option("--guess", help="Draft a mapping; load nothing.")] = False,
    as_json: AsJson = False,
    folder: StoreFolder = None,
) -> None:
    """Load an extract: clean it, account for every row, and make it the store's new version."""
    from vru import ingest

    if guess:
        typer.echo("\n".join(ingest.guess(each) for each in files or []))
        return
    with bar("Load") as report:
        chosen, read_by = _chosen(files or [], mapping, weather or [], station, admissions or [])
        loaded = ingest.load(chosen, read_by, store=folder, replaces=_period(replaces), progress=report)
    for warning in loaded.warnings:
        err.print(warning, markup=False)
    typer.echo(json.dumps(loaded.to_dict(), indent=2)) if as_json else print_load(loaded.to_dict())


@app.command(epilog="Example: `vru boundaries lsoa_2021.geojson --level lsoa --lookup lsoa_2011_to_2021.csv`")
def boundaries(
    file: Annotated[Path | None, typer.Argument(help="GeoJSON, shapefile or GeoPackage, any CRS.")] = None,
    level: Annotated[str, typer.Option(help="district, lsoa, ward or beat.")] = "district",
    lookup: Annotated[
        Path | None, typer.Option(help="CSV: small areas of 2011 to 2021, or small areas to wards.")
    ] = None,
    code: Annotated[str | None, typer.Option(help="Column of the areas' codes, if not plain.")] = None,
    name: Annotated[str | None, typer.Option(help="Column of their names, if not plain.")] = None,
    crs: Annotated[str | None, typer.Option(help="Coordinate system, if the file names none.")] = None,
    as_json: AsJson = False,
    folder: StoreFolder = None,
) -> None:
    """Load outlines of areas for the maps, and report which areas match; figures stay as they are."""
    from vru import ingest

    with bar("Boundaries") as report:
        found = ingest.boundaries(
            file, level, store=folder, lookup=lookup, code=code, name=name, crs=crs,
            progress=lambda step: report(step, 0.9),
        )  # fmt: skip
    typer.echo(json.dumps(found.to_dict(), indent=2)) if as_json else print_boundaries(found.to_dict())


@app.command(epilog="Example: `vru check --json`")
def check(as_json: AsJson = False, folder: StoreFolder = None) -> None:
    """Explain the store: rows, period, blanks, breaks, duplicates, what was refused and why."""
    from vru import ingest

    with store.open_store(folder) as opened:
        found = ingest.check(opened)
    typer.echo(json.dumps(found, indent=2, default=str)) if as_json else print_check(found)


@app.command(epilog="Example: `vru serve --port 8600`")
def serve(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    folder: StoreFolder = None,
) -> None:
    """Serve the dashboard."""
    from vru.ui import server

    if folder is not None:
        os.environ["VRU_STORE"] = str(folder)
    server.serve(port=port, address=address, browser=browser)


@app.command(epilog="Example: `vru answers`")
def answers() -> None:
    """List the questions the dashboard can answer, a line each."""
    from vru.answers import questions

    for name, question in questions().items():
        typer.echo(f"{name:28} {question.question}")


@app.command(
    epilog=f"Example: `vru answer trends.rolling --select district=Thanet --json`. Filters: {EXAMPLES}"
)
def answer(
    name: Annotated[str, typer.Argument(help="A name that `vru answers` lists.")],
    select: Annotated[
        list[str] | None,
        typer.Option("--select", help="A filter, or a copied link's query."),
    ] = None,
    option: Annotated[list[str] | None, typer.Option("--option", help="An option, name=value.")] = None,
    as_json: AsJson = False,
    folder: StoreFolder = None,
) -> None:
    """Answer one question: the same finding, numbers and table as the page."""
    from vru.answers import question

    asked = question(name)
    with store.open_store(folder) as opened:
        selection = selection_from(select or [], opened.capabilities)
        found = asked.ask(opened, selection, options_from(option or [], asked.options)).answer()
    typer.echo(found.to_json()) if as_json else print_answer(found)


@app.command(epilog="Example: `vru info --store data/our-store`")
def info(as_json: AsJson = False, folder: StoreFolder = None) -> None:
    """Say which store, version, period and software this is."""
    where = folder or settings().store
    with store.open_store(folder) as opened:
        facts = {
            "software": __version__,
            "store": str(where),
            **opened.meta,
            "synthetic": opened.synthetic,
        }
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    for name, value in facts.items():
        typer.echo(f"{name:14} {value}")


@app.command(epilog="Example: `vru log --json`")
def log(as_json: AsJson = False, folder: StoreFolder = None) -> None:
    """List who opened the list of the most prolific pseudonyms, when and why."""
    opened = store.openings.read(folder or settings().store)
    typer.echo(json.dumps(opened, ensure_ascii=False, indent=2)) if as_json else print_openings(opened)


app.command(epilog=deciding.EXAMPLE)(deciding.decide)
app.command(epilog="Example: `vru decisions --json`")(deciding.decisions)


@app.command(epilog="Example: `vru prune --keep 2`")
def prune(
    keep: Annotated[int, typer.Option(help="How many versions stay, the current one among them.")] = 1,
    folder: StoreFolder = None,
) -> None:
    """Delete old versions of the store."""
    gone = store.prune(folder or settings().store, keep=keep)
    typer.echo(f"Deleted {len(gone)} version{'s' if len(gone) != 1 else ''}.")


def _stopped() -> int:
    err.print("Stopped. The store is as it was.")
    return STOPPED


def _failed(error: BaseException) -> int:
    if isinstance(error, VruError):
        err.print(f"[bold red]{type(error).__name__}[/]", end=" ")
        err.print(str(error), markup=False, highlight=False)
        return error.exit_code
    # A library's message may quote a cell, and a cell may hold a name: only its kind is shown.
    err.print(f"Something this program did not foresee went wrong ({type(error).__name__}).")
    err.print("The store is as it was. VRU_DEBUG=1 prints the details; they may quote the data.")
    if os.environ.get("VRU_DEBUG") == "1":
        traceback.print_exception(error)
    return 70


def _chosen(
    files: list[Path], mapping: str | None, weather: list[Path], station: str | None, admissions: list[Path]
) -> tuple[list[Path], Mapping | str]:
    """Return the files of a load and what reads them: crimes, weather or admissions, never two at once."""
    from vru import ingest

    if files and weather:
        raise InputError("--weather", "crimes and weather are two extracts", "Load them one after the other.")
    if admissions and (files or weather):
        problem = "admissions are an extract of their own"
        raise InputError("--admissions", problem, "Load them one after the other.")
    if station and not weather:
        raise InputError("--station", "it names the station of --weather", "Give the file after --weather.")
    if weather and mapping is None:
        return weather, ingest.weather_mapping(weather, station)
    if admissions:
        return admissions, mapping or ingest.admissions_mapping(admissions)
    return files or weather, mapping or "contract"


def _period(text: str | None) -> Period | None:
    if text is None:
        return None
    first, _, last = text.partition("~")
    try:
        return Period(parse_month(first), parse_month(last or first))
    except ValueError as error:
        raise InputError("--replaces", str(error), "Write it as 2025-04~2026-03.") from error
