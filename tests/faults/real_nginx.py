"""The real nginx, as an ordinary user, with the two files and the pages that it gets in production."""

import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .processes import ROOT, free_port, program

DEPLOYED = ROOT / "deploy" / "nginx"


@contextmanager
def nginx_before(behind: int, folder: Path, media: Path | None = None):
    """Run it before the program at that port until the block ends; gives its own port for https."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        pytest.skip("nginx is not installed.")
    folder.mkdir()
    port = free_port()
    write_certificate(folder)
    (folder / "portal.conf").write_text(site(folder, behind, port, media or folder))
    (folder / "nginx.conf").write_text(main(folder))
    command = [found, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    with program(command, folder, port):
        yield port


def main(folder: Path) -> str:
    words = {
        "/tmp/nginx": f"{folder}/nginx",
        "include /etc/nginx/mime.types;": "",
        "/etc/nginx/conf.d/*.conf": f"{folder}/portal.conf",
        "error_log stderr": f"error_log {folder}/errors",
    }
    # In production it is the user who owns the stored files; root's child would be another.
    as_ourselves = "user root;" if os.geteuid() == 0 else ""
    return f"daemon off; {as_ourselves}\n{changed((DEPLOYED / 'nginx.conf').read_text(), words)}"


def site(folder: Path, behind: int, port: int, media: Path) -> str:
    words = {
        "http://web:8000": f"http://127.0.0.1:{behind}",
        "listen 8080 default_server": f"listen 127.0.0.1:{free_port()}",
        "listen 8443 ssl default_server": f"listen 127.0.0.1:{port} ssl",
        "/etc/nginx/certificates": str(folder),
        "/etc/nginx/pages": str(DEPLOYED / "pages"),
        "/srv/media/": f"{media}/",
        "http2 on;": "",  # a word that nginx of Debian 12 does not know yet
    }
    return changed((DEPLOYED / "portal.conf").read_text(), words)


def changed(text: str, words: dict[str, str]) -> str:
    for ours, here in words.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    return text


def write_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
