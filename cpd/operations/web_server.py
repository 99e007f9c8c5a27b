"""gunicorn's settings, the same for `make run` and in containers: gunicorn -c python:cpd.operations.web_server cpd.wsgi"""

import os

from cpd.operations.parent import end_with

_host, _port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or 8000
bind = f"[{_host.strip('[]')}]:{_port}" if ":" in _host else f"{_host}:{_port}"
worker_class = "gthread"
workers = int(os.environ.get("CPD_WEB_WORKERS") or 1)
threads = int(os.environ.get("CPD_WEB_THREADS") or 8)
# gunicorn 27 would otherwise open a socket in the home folder that all instances share.
control_socket_disable = True
# A heartbeat file on a slow disk can make a busy worker look dead.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
timeout = 60
graceful_timeout = 6
keepalive = 15
accesslog = None
loglevel = "warning"
proc_name = "cpd-web"


def post_fork(server, worker) -> None:
    """A worker must not outlive a master that was killed with -9."""
    end_with(server.pid)
