"""Settings: defaults, then vru.toml, then the environment; what cannot be meant is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from vru.errors import SettingsError
from vru.settings import ROOT, Settings, settings


def write(folder: Path, text: str) -> Path:
    file = folder / "vru.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_hold(tmp_path):
    got = settings(tmp_path / "vru.toml", {})

    assert got == Settings(
        store=ROOT / "data" / "store",
        force="Kent and Medway",
        marking="OFFICIAL-SENSITIVE",
        key_file=None,
        memory_limit="2GB",
        keep_versions=3,
        recording_events=None,
        access_log=None,
        key=None,
    )


def test_the_project_s_folder_holds_queries_and_data():
    assert (ROOT / "queries").is_dir()
    assert (ROOT / "data" / "reference").is_dir()


def test_the_file_overrules_defaults_and_its_paths_start_at_its_folder(tmp_path):
    file = write(tmp_path, 'store = "stores/kent"\nmarking = "OFFICIAL"\nkeep_versions = 5\n')

    got = settings(file, {})

    assert (got.store, got.marking, got.keep_versions) == (tmp_path / "stores/kent", "OFFICIAL", 5)


def test_the_environment_wins(tmp_path):
    file = write(tmp_path, 'store = "here"\nmarking = "OFFICIAL"\nkeep_versions = 5\n')

    got = settings(file, {"VRU_STORE": "/srv/store", "VRU_MARKING": "SECRET", "VRU_KEEP_VERSIONS": "2"})

    assert (got.store, got.marking, got.keep_versions) == (Path("/srv/store"), "SECRET", 2)


def test_an_empty_variable_is_not_set(tmp_path):
    assert settings(tmp_path / "vru.toml", {"VRU_MARKING": ""}).marking == "OFFICIAL-SENSITIVE"


def test_a_relative_path_of_the_environment_starts_at_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert settings(tmp_path / "vru.toml", {"VRU_STORE": "mine"}).store == tmp_path / "mine"


def test_an_unknown_key_is_refused_with_the_nearest_one(tmp_path):
    file = write(tmp_path, 'markings = "OFFICIAL"\n')

    with pytest.raises(SettingsError, match=r'no setting is called "markings"\.\nDid you mean "marking"'):
        settings(file, {})


def test_a_key_that_resembles_nothing_gets_the_whole_list(tmp_path):
    file = write(tmp_path, "zzz = 1\n")

    with pytest.raises(SettingsError, match="Settings are: store, force, marking"):
        settings(file, {})


def test_the_pseudonym_key_is_never_read_from_the_file(tmp_path):
    file = write(tmp_path, 'key = "secret"\n')

    with pytest.raises(SettingsError, match='no setting is called "key"') as refusal:
        settings(file, {})

    assert "secret" not in str(refusal.value)


def test_the_pseudonym_key_of_the_environment_is_never_printed(tmp_path):
    got = settings(tmp_path / "vru.toml", {"VRU_KEY": "swordfish"})

    assert got.key == "swordfish"
    assert "swordfish" not in repr(got)


@pytest.mark.parametrize("value", ["0", '"many"', "-1", "1.5", "true"])
def test_a_number_of_versions_that_cannot_be_is_refused(tmp_path, value):
    file = write(tmp_path, f"keep_versions = {value}\n")

    with pytest.raises(SettingsError, match="keep_versions must be a whole number of at least 1"):
        settings(file, {})


def test_a_number_where_text_belongs_is_refused(tmp_path):
    file = write(tmp_path, "marking = 5\n")

    with pytest.raises(SettingsError, match="marking must be text in quotes"):
        settings(file, {})


def test_a_file_that_is_no_toml_is_refused_by_name(tmp_path):
    file = write(tmp_path, "store = here\n")

    with pytest.raises(SettingsError, match=r"vru\.toml: not readable as TOML"):
        settings(file, {})
