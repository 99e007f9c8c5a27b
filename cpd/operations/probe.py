"""Asks the web server of this machine whether it is well; exit 1 when not. For a container's health check."""

import http.client
import os
import sys
from contextlib import closing


def is_well() -> bool:
    """Whether /healthz answers ok, asked under a name that the server accepts."""
    name = (os.environ.get("CPD_HOSTS") or "localhost").split(",")[0].strip()
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT") or 8000), timeout=4)) as web:
            web.request("GET", "/healthz", headers={"Host": name})
            return web.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_well() else 1)
