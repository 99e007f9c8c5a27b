"""The bell: tells Celery that a job waits. It may fail in any way and costs its caller a second at most."""

import logging
import os
import threading
import time

from django.conf import settings
from kombu import Connection

from cpd.celery import app
from cpd.jobs.kinds import get_kind

TIMEOUT_SECONDS = 1
QUIET_SECONDS = 5  # after a failure nobody tries again for so long; the relay rings later

logger = logging.getLogger(__name__)


class Bell:
    """One connection for publishing, with short timeouts that a consumer's blocking read could not live with."""

    def __init__(self):
        self.lock = threading.Lock()
        self.connection: Connection | None = None
        self.quiet_until = 0.0
        self.missed = 0

    def ring(self, kind: str, ids: list[int]) -> bool:
        """Publish one message; False, and counted, when that was not possible."""
        if not settings.CPD_BROKER_URL:
            return False
        # Whoever finds the bell in use for long is waiting behind a broken broker: the relay will ring.
        if not self.lock.acquire(timeout=TIMEOUT_SECONDS):
            return self._miss()
        try:
            return self._miss() if self.is_quiet() else self._publish(kind, ids)
        finally:
            self.lock.release()

    def is_quiet(self) -> bool:
        """Whether the broker failed a moment ago, so that nobody should try yet."""
        return time.monotonic() < self.quiet_until

    def _publish(self, kind: str, ids: list[int]) -> bool:
        try:
            self.connection = self.connection or self._connect()
            get_kind(kind).task.apply_async(args=[ids], connection=self.connection, retry=False)
        except Exception as error:  # noqa: BLE001  the job is safe in the database, whatever happened here
            logger.warning("the broker does not answer: %s", type(error).__qualname__)
            self.quiet_until = time.monotonic() + QUIET_SECONDS
            self._hang_up()
            return self._miss()
        return True

    def _connect(self) -> Connection:
        options = app.conf.broker_transport_options | {
            "socket_timeout": TIMEOUT_SECONDS,
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "max_retries": 0,
        }
        return Connection(settings.CPD_BROKER_URL, transport_options=options, connect_timeout=TIMEOUT_SECONDS)

    def _hang_up(self) -> None:
        connection, self.connection = self.connection, None
        try:
            if connection:
                connection.collect()
        except Exception as error:  # noqa: BLE001  closing a broken line may fail as well
            logger.info("hanging up failed: %s", type(error).__qualname__)

    def _miss(self) -> bool:
        self.missed += 1
        return False


bell = Bell()
os.register_at_fork(after_in_child=bell.__init__)  # a connection must not be shared with a forked child


def ring(kind: str, ids: list[int]) -> bool:
    return bell.ring(kind, ids)
