"""Module packages: YAML and Markdown in a folder or a ZIP, read with every problem's file and line, and written."""

from courses.catalogue.packages.archives import MAX_BYTES, MAX_FILES
from courses.catalogue.packages.problems import PackageError, Problem
from courses.catalogue.packages.reading import Package, read_files, read_package, read_zip
from courses.catalogue.packages.writing import write_files, write_zip

__all__ = [
    "MAX_BYTES",
    "MAX_FILES",
    "Package",
    "PackageError",
    "Problem",
    "read_files",
    "read_package",
    "read_zip",
    "write_files",
    "write_zip",
]
