"""Marked strings in every field about a learner, and the jobs about her through a real broker: none of them travels."""

import re
import threading

import pytest
import redis
import time_machine
from django.core import serializers
from django.db import connection
from django.utils import timezone

from cpd.jobs.models import Job
from cpd.jobs.states import State
from tests.architecture.canaries import ANY, UNREADABLE, complete, plant
from tests.architecture.world import make_world
from tests.chaos.processes import RELAY, WORKER, Processes
from tests.clock import NOON

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
MARKS = re.compile(rf"{ANY.pattern}|{UNREADABLE}|quillfeather|copperfinch|canaryworks".encode())


class Listener:
    """Hears every command that the broker is given, with all of its values."""

    def __init__(self, url: str) -> None:
        self.commands: list[bytes] = []
        self.client = redis.Redis.from_url(url)
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        try:
            with self.client.monitor() as heard:
                for command in heard.listen():
                    self.commands.append(command["command"].encode())
        except (redis.RedisError, ValueError, OSError):
            return  # the broker is gone, and the test with it


def everything_in(url: str) -> list[bytes]:
    """Every key and every value."""
    client = redis.Redis.from_url(url)
    found = []
    for key in client.scan_iter(count=1000):
        kind = client.type(key)
        read = {
            b"string": lambda key: [client.get(key)],
            b"list": lambda key: client.lrange(key, 0, -1),
            b"set": client.smembers,
            b"hash": lambda key: [part for pair in client.hgetall(key).items() for part in pair],
            b"zset": lambda key: client.zrange(key, 0, -1),
        }
        found += [key, *read[kind](key)]
    return found


def waiting() -> int:
    return Job.objects.filter(state__in=[State.WAITING, State.RUNNING], due_at__lte=timezone.now()).count()


def test_no_key_and_no_value_of_the_broker_says_anything_of_her(broker, machine, settings):
    with time_machine.travel(NOON, tick=False):
        world = make_world()
        complete(world)
        assert plant(world)
    asked = waiting()
    processes = Processes(machine, str(connection.settings_dict["NAME"]), settings.CPD_BROKER_URL)
    listener = Listener(settings.CPD_BROKER_URL)
    try:
        processes.start(RELAY)
        processes.wait_for(lambda: any(b"cpd" in part or b"celery" in part for part in everything_in(broker.url)))
        seen = everything_in(broker.url)
        processes.start(WORKER)
        processes.wait_for(lambda: waiting() < asked / 2, 90)
        seen += everything_in(broker.url)
    finally:
        processes.kill_all()

    assert asked > 10
    assert Job.objects.filter(state=State.DONE).exists()
    assert listener.commands
    assert [part for part in (*seen, *listener.commands) if MARKS.search(part.lower())] == []
    assert not MARKS.search((machine / "log").read_bytes().lower())
    assert not MARKS.search(serializers.serialize("json", Job.objects.all()).lower().encode())
