"""A load: files of one extract become one new version of the store, every row accounted for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa

from vru.errors import InputError
from vru.ingest import (
    load_admissions,
    load_attendances,
    load_boundaries,
    load_context,
    load_grid,
    load_offences,
    load_people,
    load_readings,
    load_synthetic,
    load_weather,
    pseudonymise,
)
from vru.ingest.load_columns import QUARANTINE, Cleaning
from vru.ingest.load_finish import finish
from vru.ingest.load_log import log
from vru.ingest.load_report import FileReport, LoadReport
from vru.ingest.mapping import FileRule, Mapping, read_mapping
from vru.ingest.read import read
from vru.periods import Period
from vru.settings import settings
from vru.store import Builder, build, current_version
from vru.terms import REASONS

Progress = Callable[[str, float], None]
CRIME_KINDS = ("offences", "wide", "involvements")
READING_SHARE = 0.7  # of a load's time: the rest is sorting and summing the new version


@dataclass
class Run:
    """What all files of one load share."""

    builder: Builder
    mapping: Mapping
    key: pseudonymise.Key | None
    today: dt.date
    replaces: Period | None
    synthetic: bool
    report: LoadReport = field(default_factory=LoadReport)
    load_id: int = 0
    grid: str | None = None
    people: bool = False
    renewed: bool = False
    opened: bool = False
    begun: set[tuple[Path, int]] = field(default_factory=set)


def load(
    files: Iterable[Path | str],
    mapping: Mapping | Path | str,
    store: Path | None = None,
    *,
    replaces: Period | None = None,
    key: bytes | str | None = None,
    progress: Progress | None = None,
    synthetic: bool = False,
    fresh: bool = False,
    today: dt.date | None = None,
    outlines: pd.DataFrame | None = None,
) -> LoadReport:
    """Load the files of one extract and return what became of every row.

    All files go into one new version of the store in the folder `store`; if nothing in them
    is new, none is published. `replaces` names months that this extract replaces: their
    offences that it lacks are withdrawn. `key` is the pseudonym key, otherwise taken from
    the settings. `fresh` starts from nothing instead of the present version. `today` is the
    day of the extract: later dates are refused. `outlines` are rows of `boundary` to go with it.

    Raises InputError, MappingError or StoreError; the store is then as it was.
    """
    report = progress or _silent
    plan = mapping if isinstance(mapping, Mapping) else read_mapping(mapping)
    folder = settings().store if store is None else Path(store)
    work = _ordered(files, plan)
    if replaces and not any(rule.kind in ("offences", "wide") for _, rule in work):
        raise InputError(
            "the load", "no file has offences, so it cannot replace a period",
            "Give the extract's offences, or leave out --replaces.",
        )  # fmt: skip
    secret = pseudonymise.find_key(key, settings(), synthetic=synthetic)
    with build(folder, lambda step: report(step, 0.9), fresh=fresh) as builder:
        day = today or dt.datetime.now().astimezone().date()
        run = Run(builder, plan, secret, day, replaces, synthetic)
        _warn(run)
        load_synthetic.refuse_mixture(run, folder, crime=any(rule.kind in CRIME_KINDS for _, rule in work))
        run.grid = load_grid.of(builder, plan, [rule for _, rule in work])
        for at, (path, rule) in enumerate(work):
            report(f"reading {path.name}", READING_SHARE * at / len(work))
            _file(run, path, rule)
        if outlines is not None:
            load_boundaries.put(builder, outlines)
        report("building the version", READING_SHARE)
        finish(run, _people_key(run))
    run.report.store_version = builder.published or (None if fresh else current_version(folder))
    report("done", 1.0)
    return run.report


def _ordered(files: Iterable[Path | str], plan: Mapping) -> list[tuple[Path, FileRule]]:
    """Return files with their rules, offences before people: those need their dates."""
    paths = [Path(each) for each in files]
    if not paths:
        raise InputError("the load", "no file was given", "Name the files of the extract.")
    work = [(path, rule) for path in paths for rule in plan.rules_for(path)]
    order = {"offences": 0, "wide": 0, "involvements": 1}
    return sorted(work, key=lambda each: order.get(each[1].kind, 2))


def _open(run: Run) -> None:
    """Find out what the store knows, once, and only when there is a file it has not seen."""
    if run.opened:
        return
    run.opened = True
    run.builder.run("open_load")
    if run.builder.has_previous:
        run.builder.run("open_previous")
    run.load_id = int(run.builder.ask("last_load")["load_id"][0])


def _warn(run: Run) -> None:
    if run.key and run.key.short and not run.synthetic:
        run.report.warnings.append(
            f"The pseudonym key has {len(run.key.secret)} characters; with fewer than "
            f"{pseudonymise.SAFE_LENGTH} it can be guessed by trying."
        )


def _people_key(run: Run) -> pseudonymise.Key | None:
    return run.key if run.people else None


def _file(run: Run, path: Path, rule: FileRule) -> None:
    if _seen(run, path, rule):
        return
    _open(run)
    run.begun.add((path, run.mapping.files.index(rule)))
    source = read(path, rule, run.mapping.options)
    run.load_id += 1
    file = Cleaning(source, run.mapping.options)
    counted = FileReport(source.name, rule.kind, source.read)
    if rule.kind in CRIME_KINDS:
        _crimes(run, file, rule, counted)
    else:
        _context(run, file, rule, counted)
    _refuse_all_refused(file, rule, counted)
    counted.reconcile()
    log(run, source, file, counted)


def _seen(run: Run, path: Path, rule: FileRule) -> bool:
    """Return whether these very bytes were read before: an old file may not undo later corrections.

    What another rule reads of a file that this load has begun was not read before, whatever the log says.
    """
    others = {at for begun, at in run.begun if begun == path} - {run.mapping.files.index(rule)}
    if run.replaces or not path.is_file() or others:
        return False
    known = run.builder.ask("known_files")
    alike = known[(known["mapping_hash"] == run.mapping.hash) & (known["kind"] == rule.kind)]
    if alike.empty:
        return False
    with path.open("rb") as opened:
        same = alike[alike["sha256"] == hashlib.file_digest(opened, "sha256").hexdigest()]
    if same.empty:
        return False
    rows, refused = int(same["rows_read"].iloc[0]), int(same["rows_quarantined"].iloc[0])
    run.report.files.append(FileReport(path.name, rule.kind, rows, 0, refused, rows - refused))
    run.report.warnings.append(f"{path.name} was loaded before, byte for byte: nothing changes.")
    return True


def _crimes(run: Run, file: Cleaning, rule: FileRule, counted: FileReport) -> None:
    people_only = rule.kind == "involvements"
    offences = {} if people_only else load_offences.offence_columns(file, rule.columns, run.today)
    blocks = (rule.columns,) if people_only else rule.involvements
    people = [load_people.person_columns(file, each, _key(run), run.today) for each in blocks]
    builder = run.builder
    _register_reference(builder)
    builder.register("incoming_people", _people(file, people, offences))
    builder.register("incoming", _offences(file, offences))
    builder.run(
        "offence_rows",
        load_id=run.load_id,
        domestic_from=load_offences.flag_begins("domestic"),
        knife_from=load_offences.flag_begins("knife"),
    )
    builder.run("identify_rows")
    if run.replaces and not people_only:
        builder.register("incoming_id", pa.table({"offence_id": offences["offence_id"]}))
        builder.run("seen_ids")
        builder.unregister("incoming_id")
    builder.run("person_rows", load_id=run.load_id, people_only=people_only)
    builder.run("refuse_rows", people_only=people_only)
    _refuse_late(file, builder, rule)
    for query in ("offence_steps", "person_steps"):
        for column, step, rows in builder.ask(query).itertuples(index=False):
            file.steps[column, step] += int(rows)
    builder.run("judge_rows")
    found = builder.ask("row_counts").iloc[0]
    counted.loaded, counted.duplicates, counted.changed = (int(each) for each in found)
    builder.run("stage_rows")
    if not people_only:
        builder.run("know_offences")
    run.people |= any(each["pseudonym"].null_count < file.rows for each in people)
    for name in ("incoming", "incoming_people"):
        builder.unregister(name)


def _key(run: Run) -> pseudonymise.Key | None:
    if run.key and run.builder.has_previous:
        pseudonymise.same_key(run.key, run.builder.previous_meta.get("key_id"))
    return run.key


def _register_reference(builder: Builder) -> None:
    builder.register("code_table", load_offences.code_table())
    builder.register("group_table", load_offences.group_table())
    builder.register("csp_table", load_offences.csp_table())


def _offences(file: Cleaning, columns: dict[str, pa.Array]) -> pa.Table:
    if columns:
        return file.stay(columns)
    return load_offences.no_offences()


def _people(file: Cleaning, blocks: list[dict[str, pa.Array]], offences: dict[str, pa.Array]) -> pa.Table:
    """Return all blocks of a file below each other; a wide row without anything on a person has none."""
    tables = []
    for at, columns in enumerate(blocks):
        table = file.stay({**columns, "block": pa.array([at] * file.rows, pa.int16())})
        tables.append(table.filter(load_people.named(table)) if offences else table)
    return pa.concat_tables(tables) if tables else load_people.nobody()


def _refuse_late(file: Cleaning, builder: Builder, rule: FileRule) -> None:
    """Note the rows that other rows made impossible, under the source's column names."""
    late = builder.ask("refused_rows")
    names = {each.target: each.source for each in rule.rules() if each.source}
    columns = [names.get(each, each) if isinstance(each, str) else None for each in late["column_name"]]
    nothing = [None] * len(late)
    table = [late["row"].tolist(), columns, late["reason"].tolist(), nothing, nothing]
    file.add(pa.table(table, schema=QUARANTINE))


def _context(run: Run, file: Cleaning, rule: FileRule, counted: FileReport) -> None:
    table = load_context.TABLES[rule.kind].name
    known = run.builder.ask(f"{table}_known")
    found = _found(file, rule, known)
    counted.loaded, counted.duplicates, counted.changed = found.loaded, found.duplicates, found.changed
    if found.new.num_rows:
        run.renewed = True
        run.builder.register("incoming_rows", found.new)
        run.builder.run(f"replace_{table}")
        run.builder.unregister("incoming_rows")


def _found(file: Cleaning, rule: FileRule, known: pd.DataFrame) -> load_context.Found:
    if rule.element:
        return load_readings.found(file, rule, known)
    if rule.kind == "attendances":
        return load_attendances.found(file, rule, known)
    rows = load_context.refuse_differing(file, rule.kind, _context_rows(file, rule))
    if rule.kind == "weather":
        rows = load_weather.completed(load_weather.plausible(file, rows, rule.columns), known)
    return load_context.found(rows, known, rule.kind)


def _context_rows(file: Cleaning, rule: FileRule) -> pd.DataFrame:
    if rule.rows_above:
        return load_admissions.across_areas(file, rule)
    if rule.ages_in_columns:
        return load_context.unpivoted(file, rule.kind, rule.columns)
    if rule.months_in_columns:
        return load_weather.months_across(file, rule.columns)
    return load_context.context_rows(file, rule.kind, rule.columns)


def _refuse_all_refused(file: Cleaning, rule: FileRule, counted: FileReport) -> None:
    """Raise InputError where not one row could be loaded: that is a wrong mapping, not bad rows."""
    problems = file.problems()
    counted.quarantined = problems.num_rows
    if counted.read == 0 or counted.quarantined < counted.read:
        return
    first = problems.slice(0, 1).to_pylist()[0]
    rows = "its only row cannot" if counted.read == 1 else f"none of its {counted.read:,} rows can"
    looks = f"; it looks like {first['shape']}" if first["shape"] else ""
    ends = any(
        each.source == first["column_name"] and each.format == "twelve_months" for each in rule.rules()
    )
    raise InputError(
        counted.file,
        f"{rows} be loaded. The first: {REASONS[first['reason']].rstrip('.')}{looks}",
        "Compare the mapping with the file: columns, codes, date_order."
        + (" Years are named by the day their twelve months end: 31-03-2018 for 2017/18." if ends else ""),
        row=first["row"],
        column=first["column_name"],
    )


def _silent(label: str, fraction: float) -> None:
    """Report progress to nobody."""
