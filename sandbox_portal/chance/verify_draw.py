"""Check a published draw with Python alone: python3 verify_draw.py record.json (or - for standard input)."""

import hashlib
import json
import sys
from pathlib import Path


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def order_by(key, pool):
    left, order = list(pool), []
    while left:
        turn = len(order).to_bytes(2, "big")
        order.append(left.pop(int(sha256(turn + key.encode() + turn), 16) % len(left)))
    return order


def checks(r):
    frozen, witnesses = {name: r[name] for name in ("places", "pool", "purpose", "round")}, r["witnesses"]
    yield "the method is REG-DRAW-1", r["method"] == "REG-DRAW-1"
    yield (
        "nothing was changed since the record was made",
        r["record_sha256"] == sha256(canonical({name: value for name, value in r.items() if name != "record_sha256"})),
    )
    yield "the pool is the one that was frozen", r["pool_sha256"] == sha256(canonical(frozen))
    yield "the pool is sorted and names nobody twice", r["pool"] == sorted(set(r["pool"]))
    yield "the places fit the pool", type(r["places"]) is int and 0 <= r["places"] <= len(r["pool"])
    yield "it was frozen before it was drawn", r["frozen_at"] < r["draw_after"] <= (r["drawn_at"] or "9999")
    yield "a draw without an order says why", r["order"] is not None or (bool(r["void_reason"]) and r["key"] is None)
    if r["order"] is None:
        return
    yield "the reveal opens the commitment", sha256(bytes.fromhex(r["reveal"])) == r["commitment"]
    yield "there is a source, or two witnesses", bool(r["sources"]) or len({w["commitment"] for w in witnesses}) > 1
    opened = [sha256(bytes.fromhex(w["value"])) == w["commitment"] and len(w["value"]) == 32 for w in witnesses]
    yield "each witness revealed what they committed to", all(opened)
    sources = [s["values"] for s in r["sources"]] + [[int(w["value"], 16)] for w in witnesses]
    key = "".join("".join(f"{v}." for v in sorted(s)) + "/" for s in sources) + r["reveal"].upper() + "./"
    yield "the key is made of the sources and the reveal", key == r["key"]
    yield "the order follows from the key", order_by(r["key"], r["pool"]) == r["order"]


if __name__ == "__main__":
    try:
        text = sys.stdin.read() if sys.argv[1:] in ([], ["-"]) else Path(sys.argv[1]).read_text("utf-8")
        results = dict(checks(record := json.loads(text)))
    except Exception as problem:  # whatever is wrong with the file, say so and stop
        sys.exit(f"This is not a draw record that can be checked: {type(problem).__name__}: {problem}")
    print(*("{} {}".format("yes" if holds else "NO ", name) for name, holds in results.items()), sep="\n")
    good = all(results.values())
    print(f"Compare with what was announced: pool {record['pool_sha256']} commitment {record['commitment']}")
    print(("VOID: " + record["void_reason"] if record["void_reason"] else "VERIFIED") if good else "DOES NOT VERIFY")
    sys.exit(0 if good else 1)
