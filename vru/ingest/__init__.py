"""Ingest: an extract's files, read through a mapping, cleaned, accounted for and stored."""

from vru.ingest.admissions_files import admissions_mapping
from vru.ingest.check import check
from vru.ingest.guess import guess
from vru.ingest.load import load
from vru.ingest.load_boundaries import BoundaryReport, boundaries
from vru.ingest.load_report import FileReport, LoadReport
from vru.ingest.upgrade import upgrade
from vru.ingest.weather_files import weather_mapping

__all__ = [
    "BoundaryReport",
    "FileReport",
    "LoadReport",
    "admissions_mapping",
    "boundaries",
    "check",
    "guess",
    "load",
    "upgrade",
    "weather_mapping",
]
