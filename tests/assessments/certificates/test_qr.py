"""The quick QR code is segno's own, module by module."""

import pytest
import segno

from assessments.certificates.codes import new_code
from assessments.certificates.pdf.qr import dark_path


def drawn(prefix: str, code: str) -> list[list[int]]:
    size, path = dark_path(prefix, code)
    rows = [[0] * size for _ in range(size)]
    numbers = path.replace("re", "").split()
    for start, top, length, height in zip(*(map(int, numbers[place::4]) for place in range(4)), strict=True):
        assert height == 1
        rows[-top - 1][start : start + length] = [1] * length
    return rows


@pytest.mark.parametrize(
    "host", ["cpd.example.org", "a.example", "localhost:8000", "very-long-name.learning.charity.example.org.uk"]
)
def test_any_code_is_that_of_segno(host):
    prefix = f"https://{host}/v/"
    for code in ["0" * 17, "Z" * 17, *(new_code() for _ in range(20))]:
        expected = segno.make_qr((prefix + code).upper(), error="m", mask=4, boost_error=False).matrix

        assert drawn(prefix, code) == [list(map(int, row)) for row in expected]


def test_an_address_that_needs_other_signs_is_drawn_too():
    prefix, code = "http://[::1]:8000/v/", new_code()

    expected = segno.make_qr((prefix + code).upper(), error="m", mask=4, boost_error=False).matrix

    assert drawn(prefix, code) == [list(map(int, row)) for row in expected]
