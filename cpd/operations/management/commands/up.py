"""One command that prepares and runs the whole embedded stack: web server and job runner."""

import http.client
import ipaddress
import os
import socket
import time
from contextlib import closing

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from cpd.operations import preparing
from cpd.operations.parent import end_with
from cpd.operations.supervisor import Child, Supervisor, python

ANSWERS_WITHIN_SECONDS = 60


class Command(BaseCommand):
    help = "Prepare everything, then run the web server and the job runner until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument(
            "--stop-with-parent", action="store_true", help="stop when the process that started this one dies"
        )

    def handle(self, *, host, port, stop_with_parent, **options):
        if stop_with_parent:
            end_with(os.getppid())
        if settings.CPD_DEMO and not is_loopback(host):
            raise CommandError(
                f"CPD_DEMO=1 lets anybody sign in as anybody, so it runs on this machine only, not on {host}. "
                "Leave HOST out, or use `make serve` for real use."
            )
        refuse_if_in_use(host, port)
        if preparing.restore_mark().exists():
            raise CommandError(
                "A restore was begun here and did not finish, so erased evidence may be back: "
                f"empty {settings.CPD_VAR} and restore again (docs/running.md)."
            )
        self.prepare()
        connections.close_all()
        os.environ |= {"HOST": host, "PORT": str(port), "PYTHONUNBUFFERED": "1"}
        children = [
            Child("web server", python("-m", "gunicorn", "-c", "python:cpd.operations.web_server", "cpd.wsgi")),
            Child("job runner", python("manage.py", "run_jobs")),
        ]
        supervisor = Supervisor(children, self.say)
        os.chdir(settings.BASE_DIR)
        good = supervisor.run(lambda: self.announce(host, port, supervisor))
        if not good:
            raise CommandError("Stopped because a part of it would not stay up; its messages are above.")
        self.say("Stopped.")

    def prepare(self) -> None:
        """Only what is needed: a second start has nothing to do here."""
        preparing.make_folders()
        with preparing.making_faces():
            if preparing.bring_database_up_to_date():
                self.say("The database is up to date.")
            if preparing.collect_static_files():
                self.say("The static files are in place.")
        if settings.CPD_DEMO:
            for name in ("load_modules", "demo"):
                if name in get_commands():
                    call_command(name, verbosity=0, stdout=self.stdout)

    def announce(self, host: str, port: int, supervisor: Supervisor) -> None:
        """Once pages are answered: where, who, and how to stop."""
        end = time.monotonic() + ANSWERS_WITHIN_SECONDS
        while not supervisor.stopping and not answers(host, port):
            if supervisor.children[0].has_died() or time.monotonic() > end:
                return
            time.sleep(0.1)
        if supervisor.stopping:
            return
        self.say(f"\nOpen {settings.CPD_BASE_URL}")
        if settings.CPD_DEMO:
            self.say("Sign in with one click as one of these fictional people:")
            for name, roles in demonstration_people():
                self.say(f"  {name:<28} {roles}")
        elif not is_loopback(host):
            self.say("Others reach it by the names in CPD_HOSTS, through a proxy that adds TLS: see docs/running.md.")
        if not get_user_model().objects.exists():
            self.say("Nobody can sign in yet: run `.venv/bin/python manage.py init` in another terminal.")
        connections.close_all()
        self.say("Ctrl-C stops everything.\n")

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_if_in_use(host: str, port: int) -> None:
    """Say in one sentence that the address cannot be had, before anything else is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host.strip("[]"), port))
        except (OSError, OverflowError) as problem:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({getattr(problem, 'strerror', None) or problem}): "
                f"stop what uses it, or choose another, for example PORT={port + 1 if port < 65535 else 8000}."
            ) from problem


def answers(host: str, port: int) -> bool:
    """Whether /healthz says ok."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host.strip("[]"), host.strip("[]"))  # noqa: S104
    names = [name for name in settings.ALLOWED_HOSTS if "*" not in name and not name.startswith(".")]
    try:
        with closing(http.client.HTTPConnection(address, port, timeout=2)) as web:
            web.request("GET", "/healthz", headers={"Host": names[0] if names else "localhost"})
            return web.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def demonstration_people() -> list[tuple[str, str]]:
    """Each fictional person with what they may do."""
    today = timezone.localdate()
    people = get_user_model().objects.filter(is_demonstration=True).order_by("joined_at", "family_name", "given_names")
    listed = [(str(person), ", ".join(str(role.label).lower() for role in person.roles(on=today))) for person in people]
    return sorted(listed, key=lambda entry: entry[1] == "learner")
