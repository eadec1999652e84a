"""Input that is known to break pages: as a word of an address, as a value, as a body."""

import os

# More rounds of everything invented when somebody has the time: BAD_INPUT_CYCLES=10.
CYCLES = int(os.environ.get("BAD_INPUT_CYCLES", "1"))

NUL, HALF = "a\x00b", "\ud800"
LONG_NUMBER = "9" * 5_000

# What broke plain pages: in a query, in an id, in a date, in an order, in an offset, in a field.
VALUES = (
    "%00",
    "not-an-id",
    "00000000-0000-0000-0000-000000000000",
    "2026-02-30",
    "9999-12-31",
    "-1",
    "99999999999999999999999999",
    LONG_NUMBER,
    "1e999",
    "NaN",
    "%D9%A1%D9%A2",  # Arabic digits: int() takes them, a database does not
    "%C2%B2",  # a small two above the line: isdigit() says yes, int() no
    "name;drop%20table",
    "id__password__startswith",
    "%7B%22a%22%3A1%7D",
    "a" * 3_000,
    "",
    "null",
    "..%2F..%2Fetc%2Fpasswd",
    "%27%20OR%201%3D1--",
)

# Bodies that say they are JSON.
JSON_BODIES = (
    b"{",
    b"",
    b"[]",
    b"5",
    b"null",
    b'"words"',
    b"[" * 100_000,
    b'{"name": "\\u0000"}',
    b'{"name": "\\ud800"}',
    b'{"name": NaN}',
    b'{"name": 1e999}',
    b'{"name": ' + LONG_NUMBER.encode() + b"}",
    b'{"name": {"a": 1}}',
    b'{"name": 5, "name": 6}',
    b'{"name": "\xff"}',
    b'{"name": "' + b"x" * 3_000 + b'"}',
)

# What stands in a form's field.
FIELD_TEXTS = (
    "",
    " ",
    "\t\r\n",
    "-1",
    "0",
    "²",
    "١٢",
    "1e999",
    "NaN",
    "Infinity",
    LONG_NUMBER,
    "2026-02-30",
    "31/02/2026",
    "not-an-id",
    "00000000-0000-0000-0000-000000000000",
    "[]",
    '{"a": ' * 20_000,
    "null",
    "true",
    "x" * 3_000,
    "é" * 70_000,
    "\u202egnp.exe",
    "' OR 1=1--",
    "{% include 'x' %}{{ settings.SECRET_KEY }}",
    "../../etc/passwd",
    "https://evil.example/",
    "<script>alert(1)</script>",
)
UNREADABLE_TEXTS = (NUL, "\x1b[2J", "\x85")
