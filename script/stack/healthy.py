"""Runs in the container of the web, as `python -m stack.healthy`: exit code 0 when the portal says “ok”."""

import http.client
import os
import sys

ADDRESS = ("127.0.0.1", 8000)


def main() -> int:
    """Ask as the web server in front would, by the name people type."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    there = http.client.HTTPConnection(*ADDRESS, timeout=4)
    try:
        there.request("GET", "/health", headers={"Host": host})
        return 0 if there.getresponse().status == 200 else 1
    except OSError:
        return 1
    finally:
        there.close()


if __name__ == "__main__":
    sys.exit(main())
