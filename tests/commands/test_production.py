"""The shape of production: nothing secret has a default, only the web server in front can be reached (G06, G07)."""

import base64
import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from stack.places import CHECKOUT

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "scheduler", "relay", "backup")
OWNER_ONLY = {"POSTGRES_PASSWORD", "WEB_DATABASE_PASSWORD", "WORKER_DATABASE_PASSWORD", "READONLY_DATABASE_PASSWORD"}
GOOD = {
    "SECRET_KEY": secrets.token_urlsafe(48),
    "SEALING_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
    "PORTAL_URL": "https://portal.example",
    "ALLOWED_HOSTS": "portal.example",
    "BEHIND_PROXY": "1",
    "EMAIL_URL": "smtps://portal:word@mail.example:465",
    "DATABASE_URL": f"postgres://portal_web:{secrets.token_hex(24)}@127.0.0.1:9/portal",
    "CELERY_BROKER_URL": f"redis://:{secrets.token_hex(24)}@127.0.0.1:9/0",
    "MEDIA_ROOT": "/srv/media",
}


def start(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """A management command with exactly the settings of production."""
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)


def refusal(**changes: str) -> str:
    """The sentence with which the settings refuse to be loaded, or nothing."""
    code = "import sandbox_portal.settings"
    environment = {"PATH": os.environ["PATH"], **GOOD, **changes}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stderr.strip().splitlines()[-1].partition("ImproperlyConfigured: ")[2] if done.returncode else ""


def test_the_checks_for_a_deployed_portal_find_nothing():
    done = start("check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stderr) == (0, "")


def test_good_settings_are_taken():
    assert refusal() == ""


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DEBUG", "1", "DEBUG"),
        ("SECRET_KEY", "x" * 64, "SECRET_KEY"),
        ("SEALING_KEY", "c2hvcnQ=", "SEALING_KEY"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS"),
        ("DATABASE_URL", "postgres://portal:postgres@127.0.0.1/portal", "DATABASE_URL"),
        ("EMAIL_URL", "console:", "EMAIL_URL"),
        ("MEDIA_ROOT", "", "MEDIA_ROOT"),
    ],
)
def test_a_setting_of_a_developer_or_none_is_refused_in_one_sentence(name, value, word):
    sentence = refusal(**{name: value})

    assert (word in sentence, sentence.count("\n"), len(sentence) < 260) == (True, 0, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMONSTRATION", "yes"),
        ("TESTING", "on"),
        ("SECRET_KEY", "dev-only-secret-key-of-this-checkout-0123456789abcdef"),
        ("SECRET_KEY", "short"),
        ("SEALING_KEY", base64.urlsafe_b64encode(b"0" * 32).decode()),
        ("SEALING_KEY", "not base64 at all!"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "elsewhere.example"),
        ("DATABASE_URL", "postgres://portal@127.0.0.1/portal"),
        ("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0"),
        ("CELERY_BROKER_URL", "redis://:changeme@127.0.0.1:6379/0"),
    ],
)
def test_every_default_is_refused(name, value):
    from django.core.exceptions import ImproperlyConfigured

    from sandbox_portal.environment import refuse_unsafe_production

    with pytest.raises(ImproperlyConfigured, match=name):
        refuse_unsafe_production(GOOD | {name: value})


def test_commands_that_change_the_shape_use_the_owners_address(monkeypatch):
    from sandbox_portal.environment import database_url

    monkeypatch.setenv("DATABASE_URL", "postgres://web@here/portal")
    monkeypatch.setenv("MIGRATION_DATABASE_URL", "postgres://owner@here/portal")
    taken = {}
    for command in ("migrate", "database_roles", "backup", "restore", "relay", "load_content"):
        monkeypatch.setattr(sys, "argv", ["manage.py", command])
        taken[command] = database_url().split("@")[0].split("//")[1]

    assert taken == dict.fromkeys(("migrate", "database_roles", "backup", "restore"), "owner") | {
        "relay": "web",
        "load_content": "web",
    }


def test_env_example_names_every_setting_and_no_other():
    read = set()
    for path in (CHECKOUT / "sandbox_portal").rglob("*.py"):
        read |= set(re.findall(r'\b(?:optional|required|flag|words|number)\(\s*"([A-Z_]+)"', path.read_text()))
    asked = set(re.findall(r"\$\{([A-Z_]+)", (CHECKOUT / "docker-compose.yml").read_text()))
    written = set(re.findall(r"^#? ?([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))

    assert (sorted((read | asked) - written), sorted(written - read - asked)) == ([], [])


def test_env_example_holds_no_secret():
    filled = dict(re.findall(r"^([A-Z_]+)=(.+)$", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))

    assert [name for name in filled if re.search("PASSWORD|SECRET|KEY|TOKEN", name)] == []


def test_every_service_is_looked_after():
    without = [name for name, service in SERVICES.items() if "healthcheck" not in service]

    assert without == ["migrate", "backup"]  # both run to their end
    assert [name for name, service in SERVICES.items() if "restart" not in service] == []


def test_only_the_web_server_in_front_can_be_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    assert [name for name, service in SERVICES.items() if "outside" in service["networks"]] == ["nginx"]
    assert [SERVICES[name]["networks"] for name in ("postgres", "redis")] == [["inside"], ["inside"]]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_no_password_has_a_default_and_none_stands_there():
    text = (CHECKOUT / "docker-compose.yml").read_text()

    secret = r"\$\{([A-Z_]*(?:PASSWORD|SECRET_KEY|SEALING_KEY)[A-Z_]*)(:-|:\?)([^}]*)\}"
    defaults = {(name, kind) for name, kind, _ in re.findall(secret, text)}
    assert {name for name, kind in defaults if kind == ":-"} == {"READONLY_DATABASE_PASSWORD"}
    assert re.findall(r"://\w+:(?!\$\{)[^@\s]+@", text) == []


def test_each_part_knows_its_own_password_of_the_database_alone():
    known = {name: set(SERVICES[name]["environment"]) & OWNER_ONLY for name in OURS}
    users = {name: re.search(r"//(\w+):", SERVICES[name]["environment"]["DATABASE_URL"])[1] for name in OURS}

    assert [name for name in ("web", "worker", "scheduler", "relay") if known[name]] == []
    assert users == {
        "migrate": "portal",
        "backup": "portal",
        "web": "portal_web",
        "worker": "portal_worker",
        "scheduler": "portal_worker",
        "relay": "portal_worker",
    }
    assert [name for name in OURS if "env_file" in SERVICES[name]] == []


def test_our_containers_have_no_rights_they_do_not_need():
    for name in OURS:
        service = SERVICES[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def parsed(text: str) -> list:
    """The statements of an nginx file: [words] or [words, block]; an error when braces or semicolons do not fit."""
    tokens = re.findall(r'"[^"]*"|[{};]|[^\s{};]+', re.sub(r"#.*", "", text))
    block, stack, words = [], [], []
    for token in tokens:
        if token == ";":
            assert words, "a statement without words"
            block.append([words])
            words = []
        elif token == "{":
            stack.append((block, words))
            block, words = [], []
        elif token == "}":
            assert not words, f"no semicolon after {words}"
            inner, (block, head) = block, stack.pop()
            block.append([head, inner])
        else:
            words.append(token)
    assert not stack, "a brace is open"
    assert not words, f"no semicolon after {words}"
    return block


def find(block: list, *words: str) -> list:
    return [each for each in block if each[0][: len(words)] == list(words)]


def test_nginx_sends_stored_files_only_when_the_portal_names_them():
    secure = next(server[1] for server in find(parsed(nginx_file()), "server") if find(server[1], "ssl_certificate"))
    (stored,) = find(secure, "location", "/stored/")
    (front,) = find(secure, "location", "/")
    headers = {each[0][1]: each[0][2] for each in find(front[1], "proxy_set_header")}

    assert find(stored[1], "internal") == [[["internal"]]]
    assert find(stored[1], "alias")[0][0][1] == f"{SERVICES['web']['environment']['MEDIA_ROOT']}/"
    assert headers["X-Forwarded-Proto"] == "https"
    assert find(secure, "location", "=", "/metrics")[0][1] == [[["return", "404"]]]


def nginx_file() -> str:
    return (CHECKOUT / "deploy" / "nginx" / "portal.conf").read_text()


def test_nginx_takes_the_file(tmp_path):
    """By nginx itself where it is installed; everywhere by its grammar."""
    assert len(parsed(nginx_file())) == 3
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        return
    text = nginx_file().replace("web:8000", "127.0.0.1:8000").replace("/etc/nginx/certificates", str(tmp_path))
    version = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr
    if tuple(map(int, re.search(r"(\d+)\.(\d+)", version).groups())) < (1, 25):
        text = text.replace("    http2 on;\n", "").replace("8443 ssl", "8443 ssl http2")
    write_certificate(tmp_path)
    (tmp_path / "portal.conf").write_text(text)
    main = (
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ access_log off; include {tmp_path}/portal.conf; }}"
    )
    (tmp_path / "nginx.conf").write_text(main)

    done = subprocess.run(
        [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def write_certificate(folder: Path) -> None:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "portal.example")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    plain = serialization.NoEncryption()
    kind = serialization.PrivateFormat.TraditionalOpenSSL
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "fullchain.pem").write_bytes(certificate)
