"""Installs, starts and stops the portal. Only the standard library: it runs before anything is installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place that meets an older Python
    sys.exit("The portal needs Python 3.11 or later, and python3 here is {}.{}.".format(*sys.version_info[:2]))
