"""The worlds as open stores, built once."""

import pytest

from tests.answers import worlds


@pytest.fixture(scope="session")
def steady(tmp_path_factory):
    with worlds.steady(tmp_path_factory.mktemp("steady")) as store:
        yield store


@pytest.fixture(scope="session")
def no_frills(tmp_path_factory):
    with worlds.no_frills(tmp_path_factory.mktemp("no_frills")) as store:
        yield store


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    with worlds.loaded(tmp_path_factory.mktemp("loaded")) as store:
        yield store
