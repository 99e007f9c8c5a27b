"""Asks for pages as the web server does: real settings, all middleware; counts their queries and takes their time."""

import statistics
import time
from itertools import count

from django.db import close_old_connections, connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.pages import Place
from tests.people import sign_in

_addresses = count(1)


class Visitor:
    """One person in one browser who looks at one page again and again."""

    def __init__(self, place: Place) -> None:
        person, self.url = place
        self.client = Client()
        if person:
            sign_in(self.client, person)

    def look(self) -> HttpResponse:
        # Each time from another address, since a stranger may ask only so often from one.
        number = next(_addresses)
        response = self.client.get(self.url, REMOTE_ADDR=f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
        if response.status_code != 200:
            raise RuntimeError(f"{self.url} answered {response.status_code}.")
        return response

    def count_queries(self) -> int:
        """The queries of a look that is not the first."""
        self.look()
        with CaptureQueriesContext(connection) as queries:
            self.look()
        return len(queries)

    def time(self) -> float:
        """Milliseconds of one look, with what the web server does to the connection around it."""
        start = time.perf_counter()
        close_old_connections()
        self.look()
        close_old_connections()
        return (time.perf_counter() - start) * 1000


def median(times: list[float]) -> float:
    return round(statistics.median(times), 2)
