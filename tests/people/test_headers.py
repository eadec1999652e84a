"""What every answer tells the browser."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_every_page_tells_the_browser_what_it_may_not_do(client):
    headers = client.get(reverse("home")).headers

    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    policy = headers["Content-Security-Policy"]
    assert [word for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy] == []
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("address", ["/there-is-no-such-page/", "/?a=%00"])
def test_error_pages_have_them_too(client, address):
    headers = client.get(address).headers

    assert {"Permissions-Policy", "Content-Security-Policy", "X-Reference"} <= set(headers)
