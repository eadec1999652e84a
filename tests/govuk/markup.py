"""HTML brought to a form in which two spellings of the same page are equal."""

import re
from html.parser import HTMLParser

from django.utils.safestring import mark_safe


class _Shape(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.events = []

    def handle_starttag(self, tag, attrs):
        self.events.append((tag, tuple(sorted((name, _value(name, value)) for name, value in attrs))))

    def handle_endtag(self, tag):
        self.events.append(f"/{tag}")

    def handle_data(self, data):
        words = " ".join(data.split())
        if words:
            self.events.append(words)


def _value(name, value):
    words = re.sub(r"\s+", " ", value or "").strip()
    return " ".join(sorted(words.split())) if name == "class" else words


def shape(html):
    """List tags with sorted attributes, and texts with single spaces."""
    parser = _Shape()
    parser.feed(str(html))
    parser.close()
    return parser.events


def trusting_html(options, *, trusted=False):
    """Mark what the official examples give as html: our tags take markup only when somebody vouches for it."""
    if isinstance(options, dict):
        return {
            key: trusting_html(value, trusted=key.lower().endswith("html") or key in SLOTS)
            for key, value in options.items()
        }
    if isinstance(options, list):
        return [trusting_html(value, trusted=trusted) for value in options]
    return mark_safe(options) if trusted and isinstance(options, str) else options


SLOTS = {"start", "end", "navigationStart", "navigationEnd"}
