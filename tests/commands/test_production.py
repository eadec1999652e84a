"""The shape of production: nothing secret has a default, only the web server in front can be reached (G06, G07)."""

import base64
import os
import re
import secrets
import subprocess
import sys

import pytest
import yaml
from stack.places import CHECKOUT

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "scheduler", "relay", "backup", "restore")
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

    assert without == ["migrate", "backup", "restore"]  # they run to their end
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
        "restore": "portal",
        "web": "portal_web",
        "worker": "portal_worker",
        "scheduler": "portal_worker",
        "relay": "portal_worker",
    }
    assert [name for name in OURS if "env_file" in SERVICES[name]] == []


def test_no_container_has_rights_it_does_not_need():
    for name, service in SERVICES.items():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert [name for name, service in SERVICES.items() if "cap_add" in service] == ["postgres"]


def test_nginx_is_the_user_who_may_read_stored_files():
    (number,) = re.findall(r"useradd .*--uid (\d+)", (CHECKOUT / "Dockerfile").read_text())

    assert SERVICES["nginx"]["user"] == f"{number}:{number}"


def test_no_log_can_fill_the_disk():
    assert {service["logging"]["driver"] for service in SERVICES.values()} == {"local"}


def test_the_database_is_not_called_well_while_it_is_being_made():
    """PostgreSQL's image then runs a server for itself that answers on its socket alone."""
    assert SERVICES["postgres"]["healthcheck"]["test"][:3] == ["CMD", "pg_isready", "-h"]


def test_what_an_answer_takes_to_end_is_given_to_it_when_a_new_version_comes():
    (command,) = re.findall(r"^CMD (\[.*?\])$", (CHECKOUT / "Dockerfile").read_text().replace("\\\n", ""), re.MULTILINE)

    assert "--graceful-timeout" not in command  # gunicorn's own: 30 seconds
    assert SERVICES["web"]["stop_grace_period"] == "40s"


def test_everybody_can_read_what_is_collected_for_the_browser():
    """The image collects as root and runs as somebody else, while uploads can be read by their owner alone."""
    from django.conf import settings

    written = [line.strip() for line in (CHECKOUT / "sandbox_portal" / "settings.py").read_text().splitlines()]

    assert settings.FILE_UPLOAD_PERMISSIONS == 0o600
    assert '"OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},' in written


def test_nothing_of_this_checkout_but_the_program_goes_into_the_image():
    left_out = (CHECKOUT / ".dockerignore").read_text().split("\n")

    assert {".*", "var", "tests", "**/.env*"} <= set(left_out)


def test_whoever_changes_the_shape_may_take_long_but_waits_for_no_table(monkeypatch):
    from sandbox_portal.environment import database

    limits = {}
    for command in ("migrate", "restore", "runserver", "relay"):
        monkeypatch.setattr(sys, "argv", ["manage.py", command])
        options = database("postgres://a:b@c/d")["OPTIONS"]["options"]
        limits[command] = tuple(re.findall(r"(?:statement|lock)_timeout=(\w+)", options))

    long, short = ("0", "3s"), ("10s", "3s")
    assert limits == {"migrate": long, "restore": long, "runserver": short, "relay": short}


@pytest.mark.parametrize(
    ("scheme", "tls", "ssl", "port"), [("smtps", False, True, 465), ("smtp+starttls", True, False, 587)]
)
def test_mail_goes_out_under_tls_where_the_address_says_so(scheme, tls, ssl, port):
    from sandbox_portal.casework.mail import connection_for

    door = connection_for(f"{scheme}://portal:word@mail.example")

    assert (door.use_tls, door.use_ssl, door.port) == (tls, ssl, port)
    assert refusal_of_mail(scheme) == ""


def refusal_of_mail(scheme: str) -> str:
    from sandbox_portal.environment import _unsafe

    return " ".join(_unsafe(GOOD | {"EMAIL_URL": f"{scheme}://portal:word@mail.example"}, "portal.example"))


def test_letters_bear_an_address_of_this_portal_or_the_one_that_is_set():
    code = "from sandbox_portal import settings; print(settings.DEFAULT_FROM_EMAIL)"
    environment = {"PATH": os.environ["PATH"], **GOOD}
    told = [
        subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, env=each, capture_output=True, text=True, check=True)
        for each in (environment, environment | {"EMAIL_FROM": "The office <office@example.org>"})
    ]

    assert [each.stdout.strip() for each in told] == [
        "Sandbox Portal <no-reply@portal.example>",
        "The office <office@example.org>",
    ]


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


def test_the_files_of_nginx_keep_its_grammar():
    """tests/faults/test_nginx.py runs nginx itself with them, where it is installed."""
    assert (len(parsed(nginx_file())), len(parsed(nginx_main()))) == (2, 5)


def nginx_main() -> str:
    return (CHECKOUT / "deploy" / "nginx" / "nginx.conf").read_text()
