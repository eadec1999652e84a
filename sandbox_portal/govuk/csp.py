"""The one inline script of every page, and the hash by which the Content-Security-Policy lets it through."""

import base64
import hashlib

# As govuk-frontend 6.3.0 prints it in its page template; base.html must hold exactly this.
JS_ENABLED_SNIPPET = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)


def source_hash(script: str) -> str:
    """Give the script-src expression for a script of exactly these characters."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


JS_ENABLED_SNIPPET_HASH = source_hash(JS_ENABLED_SNIPPET)
