"""ZIP files with tricks in them are refused in words, and nothing is unpacked."""

import io
import struct
import zipfile

import pytest

from courses.catalogue.packages import MAX_BYTES, MAX_FILES, PackageError, read_package, read_zip
from tests.courses.catalogue.packages import short_files, zipped
from tests.factories import SHORT


@pytest.mark.parametrize("folder", ["", "SHORT/", "any name/"])
def test_a_folder_around_the_files_makes_no_difference(folder):
    assert read_zip(zipped(short_files(), folder)).digest == read_package(SHORT).digest


def test_what_a_mac_adds_is_left_out():
    litter = {"../__MACOSX/SHORT/._module.yaml": b"\0", ".DS_Store": b"\0"}
    data = zipped({name.removeprefix("../"): text for name, text in (short_files() | litter).items()}, "")

    assert read_zip(data).digest == read_package(SHORT).digest


@pytest.mark.parametrize(
    "name", ["../module.yaml", "/module.yaml", "a/../../module.yaml", "..\\module.yaml", "C:\\x.md"]
)
def test_a_path_outside_the_package_is_refused(name):
    with pytest.raises(PackageError, match="path outside it"):
        read_zip(zipped({name: b"x"}, ""))


@pytest.mark.parametrize("data", [b"", b"code: SHORT", b"PK\x03\x04" + b"\0" * 40])
def test_what_is_no_zip_is_refused(data):
    with pytest.raises(PackageError, match="not a ZIP file"):
        read_zip(data)


def test_a_cut_zip_is_refused():
    data = zipped(short_files())

    with pytest.raises(PackageError):
        read_zip(data[: len(data) // 2])


def test_a_damaged_file_in_a_zip_is_refused():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("module.yaml", b"code: SHORT")
    spoilt = data.getvalue().replace(b"code: SHORT", b"code: WRONG")

    with pytest.raises(PackageError, match="module.yaml, line 1: This file is damaged"):
        read_zip(spoilt)


def test_a_small_zip_that_would_unpack_large_is_refused():
    data = zipped({"module.yaml": b"#" * (MAX_BYTES + 1)})

    assert len(data) < 20_000
    with pytest.raises(PackageError, match="too large"):
        read_zip(data)


def test_a_zip_that_lies_about_its_size_is_refused():
    data = zipped({"module.yaml": b"#" * 5000}, "")
    lying = data.replace(struct.pack("<L", 5000), struct.pack("<L", 10))

    with pytest.raises(PackageError):
        read_zip(lying)


def test_too_many_files_are_refused():
    with pytest.raises(PackageError, match="at most 200 files"):
        read_zip(zipped({f"{number}.md": b"" for number in range(MAX_FILES + 1)}))


def test_a_locked_zip_is_refused():
    data = bytearray(zipped({"module.yaml": b"x"}, ""))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(PackageError, match="locked with a password"):
        read_zip(bytes(data))
