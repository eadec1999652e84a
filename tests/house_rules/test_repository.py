"""What is committed names no machine, no registry and no secret."""

import re
import subprocess

from .source import ROOT

# Alice stands for anybody in the documentation. Written so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of a machine": re.compile(r"(?<![\w$}./])/" + r"(?:home|Users|work)/(?!alice\b)[A-Za-z0-9._-]+"),
    "the host of a registry": re.compile(r"https?://[^\s\"']*(?:pypi|registry\.npm|artifactory|nexus)[^\s\"']*", re.I),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----"),
}
MAY = {
    # The licences of what we carry along, and lock files that npm writes with its public registry.
    "styles/package-lock.json",
    "tests/vendor/axe.min.js",
}


def committed_text() -> list[tuple[str, str]]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    texts = []
    for name in listed.stdout.split("\0"):
        path = ROOT / name
        if name and name not in MAY and path.is_file():
            data = path.read_bytes()
            if b"\0" not in data[:8000]:
                texts.append((name, data.decode("utf-8", "replace")))
    return texts


def test_nothing_committed_names_a_machine_a_registry_or_a_secret():
    found = [
        f"{name}: {what}: {hit.group(0)}"
        for name, text in committed_text()
        for what, pattern in FORBIDDEN.items()
        if (hit := pattern.search(text))
    ]

    assert found == []


def test_a_path_of_a_machine_would_be_found():
    assert FORBIDDEN["a path of a machine"].search("see " + "/home" + "/someone/project/file")
