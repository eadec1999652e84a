"""Requests that the live server has begun and not ended, so that no table is emptied under one of them."""

import threading
import time

from django.core.signals import request_finished, request_started

_busy: set[threading.Thread] = set()


def _begun(**_: object) -> None:
    if threading.current_thread() is not threading.main_thread():
        _busy.add(threading.current_thread())


def _ended(**_: object) -> None:
    _busy.discard(threading.current_thread())


request_started.connect(_begun)
request_finished.connect(_ended)


def wait_until_nobody_is_served(seconds: float = 20) -> None:
    """A browser that was closed leaves the server at work. A line that was cut ends its thread without a last word."""
    until = time.monotonic() + seconds
    while any(thread.is_alive() for thread in list(_busy)):
        assert time.monotonic() < until, f"after {seconds} seconds a request is still not answered"
        time.sleep(0.01)
    _busy.clear()
