"""The stand-alone program agrees with the portal, and sees every change of a published record (R-182)."""

import json
import random
import runpy
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from sandbox_portal.chance.commitment import Witness, commitment_of, reveal_of, witness_commitment
from sandbox_portal.chance.record import VERIFIER, announce, hold_draw, record_hash, verifier_hash, void_draw

NOON = datetime(2026, 9, 12, 12, 0, tzinfo=UTC)
CHECKS = runpy.run_path(str(VERIFIER))["checks"]
NOT_IN_THE_ARITHMETIC = {"program_sha256", "attempt", "operator", "confirmed_by", "void_reason", "record_sha256"}


def verifies(published):
    try:
        return all(holds for _, holds in CHECKS(json.loads(json.dumps(published))))
    except Exception:
        return False


def random_record(chance):
    secret, attempt = chance.randbytes(32), chance.randint(1, 7)
    pool = chance.sample(range(1, 1_000), chance.randint(1, 30))
    values = [tuple(chance.sample(range(1, 60), 6)) for _ in range(chance.randint(0, 3))]
    tokens = {f"witness {number}": chance.randbytes(16).hex() for number in range(0 if values else 2)}
    witnesses = [Witness(name, witness_commitment(value), value) for name, value in tokens.items()]
    announced = announce(
        round_name="R4",
        purpose=f"Places at {chance.randint(5, 20)} points",
        attempt=attempt,
        pool=pool if chance.random() < 0.2 else [f"R4-{number:03}" for number in pool],
        places=chance.randint(0, len(pool)),
        commitment=commitment_of(secret, attempt=attempt),
        source_names=[f"Lottery {number}" for number in range(len(values))],
        witness_names=list(tokens),
        frozen_at=NOON,
        draw_after=NOON + timedelta(hours=1),
    )
    return hold_draw(
        announced,
        values=values,
        witnesses=witnesses,
        reveal=reveal_of(secret, attempt=attempt),
        drawn_at=NOON + timedelta(hours=2),
        operator="programme lead",
        confirmed_by="panel chair",
    )


def record_with(*, sources):
    chance = random.Random(20 if sources else 21)
    while True:
        published = random_record(chance).to_published()
        if bool(published["sources"]) is sources and len(published["pool"]) > 3:
            return published


def tampered(value):
    """Give values near to the true one, as somebody would who wants to change the result or its story."""
    if isinstance(value, str):
        flipped = "1" if value[0] != "1" else "2"
        return [flipped + value[1:], value + "0", ""]
    if isinstance(value, int):
        return [value + 1, value - 1, float(value) + 0.5]
    if isinstance(value, list) and value and not isinstance(value[0], dict):
        return [value[1:], [value[1], value[0], *value[2:]], [*value, value[0]]]
    return [["something else"], "something else"]


def test_the_program_agrees_with_the_portal_on_1000_random_draws():
    chance = random.Random(3797)

    assert all(verifies(random_record(chance).to_published()) for _ in range(1_000))


@pytest.mark.parametrize("sources", [True, False])
def test_any_changed_field_is_noticed(sources):
    published = record_with(sources=sources)

    unnoticed = [
        (name, value)
        for name in published
        for value in tampered(published[name])
        if verifies(published | {name: value})
    ]

    assert verifies(published)
    assert unnoticed == []


@pytest.mark.parametrize("sources", [True, False])
def test_a_changed_result_is_noticed_even_when_the_hash_of_the_record_is_made_anew(sources):
    published = record_with(sources=sources)
    in_the_arithmetic = [name for name in published if name not in NOT_IN_THE_ARITHMETIC]

    unnoticed = []
    for name in in_the_arithmetic:
        for value in tampered(published[name]):
            forged = published | {name: value}
            if verifies(forged | {"record_sha256": record_hash(forged)}):
                unnoticed.append((name, value))

    assert [name for name, _ in unnoticed if not name.endswith(("_at", "_after"))] == []


def test_changed_source_and_witness_values_are_noticed():
    by_source, by_witness = record_with(sources=True), record_with(sources=False)
    by_source["sources"][0]["values"][0] += 1
    by_witness["witnesses"][1]["value"] = "0" * 32

    for forged in (by_source, by_witness):
        assert not verifies(forged | {"record_sha256": record_hash(forged)})


def test_one_witness_alone_does_not_verify():
    published = record_with(sources=False)
    published["witnesses"] = published["witnesses"][:1]

    assert not verifies(published | {"record_sha256": record_hash(published)})


@pytest.mark.parametrize("field", ["method", "pool", "key", "reveal", "order", "sources", "witnesses", "frozen_at"])
def test_a_missing_field_does_not_verify(field):
    published = record_with(sources=True)
    del published[field]

    assert not verifies(published)


def run_program(*arguments, text=""):
    return subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), *arguments], input=text, capture_output=True, text=True, check=False
    )


def test_run_alone_it_prints_its_verdict_for_a_file_and_for_standard_input(tmp_path):
    published = record_with(sources=True)
    text = json.dumps(published)
    (tmp_path / "draw.json").write_text(text)

    from_file, from_input = run_program(str(tmp_path / "draw.json")), run_program("-", text=text)

    assert from_file.stdout.splitlines()[-2:] == [
        f"Compare with what was announced: pool {published['pool_sha256']} commitment {published['commitment']}",
        "VERIFIED",
    ]
    assert (from_file.returncode, from_input.returncode) == (0, 0)
    assert from_input.stdout == from_file.stdout


def test_run_alone_it_says_what_does_not_hold():
    published = record_with(sources=True)
    published["order"] = published["order"][::-1]

    run = run_program("-", text=json.dumps(published | {"record_sha256": record_hash(published)}))

    assert run.returncode == 1
    assert [line for line in run.stdout.splitlines() if line.startswith("NO")] == ["NO  the order follows from the key"]
    assert run.stdout.splitlines()[-1] == "DOES NOT VERIFY"


def test_a_void_draw_verifies_as_void_with_its_reason():
    announced = announce(
        round_name="R4",
        purpose="Places",
        attempt=1,
        pool=["R4-001", "R4-002"],
        places=1,
        commitment=commitment_of(b"secret", attempt=1),
        witness_names=["chair", "observer"],
        frozen_at=NOON,
        draw_after=NOON + timedelta(hours=1),
    )
    record = void_draw(announced, operator="lead", confirmed_by="chair", reason="The observer did not reveal.")

    run = run_program("-", text=json.dumps(record.to_published()))

    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "VOID: The observer did not reveal.")


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '{"pool": 3}', "\x00", "[" * 100_000])
def test_what_is_no_record_is_refused_without_a_traceback(text):
    run = run_program("-", text=text)

    assert run.returncode == 1
    assert run.stderr.startswith("This is not a draw record that can be checked: ")
    assert len(run.stderr.splitlines()) == 1


def test_the_program_imports_nothing_of_ours_and_is_short():
    lines = VERIFIER.read_text().splitlines()

    imports = [line for line in lines if line.startswith(("import ", "from "))]
    assert imports == ["import hashlib", "import json", "import sys", "from pathlib import Path"]
    assert len(lines) < 60
    assert len(verifier_hash()) == 64
