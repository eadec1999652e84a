"""Measure the rules of registration over the whole form, and its pages' questions to the database: no web, no floor.

One validation is what happens each time the task list, Check answers or the sending page is opened.
"""

import argparse
from datetime import date
from time import perf_counter

import django

django.setup()

from django.conf import settings  # noqa: E402 - settings are there only now

from registration.validation import validate  # noqa: E402
from registration.validation.building import application_from  # noqa: E402
from registration.validation.facts import Around, ManagerPart  # noqa: E402
from sandbox_portal.demo.applications import answers_of_form  # noqa: E402
from sandbox_portal.questions.crosschecks import unfolded  # noqa: E402
from sandbox_portal.questions.engine import Choice, Given, asked  # noqa: E402
from sandbox_portal.questions.progress import progress  # noqa: E402
from sandbox_portal.questions.reading import read_question_set  # noqa: E402

TODAY = date(2026, 5, 4)
LISTS = {"scope_results": (Choice("none", "We have saved no result"),)}
MANAGER = ManagerPart("Ann", "ann@x.example", True, frozenset({"personal_care"}), frozenset({"weir"}))
AROUND = Around(
    TODAY,
    kind_status={"umbrella_body": "trial"},
    taking_part=frozenset({"umbrella_body"}),
    managers=(MANAGER,),
    limits={"aims": 500, "safe": 500},
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-registration", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    root = settings.CONTENT_ROOT
    document = read_question_set(root / "question_sets" / "registration-application-1.yaml", root=root)[1]
    answers = answers_of_form("riverside_circles", "application", today=TODAY) | {"scope_result": "none"}
    given = Given(LISTS, {"viability_file": 1}, TODAY)
    whole = unfolded(document, answers, given)
    print(f"The whole form: {len(asked(whole, answers))} questions asked, {len(answers)} answers.")
    print("| What | Typical, ms |")
    print("|---|--:|")
    print(f"| the questions by themselves | {_typical(lambda: progress(whole, answers, given), rounds):.2f} |")
    print(f"| every rule of F.5 | {_typical(lambda: validate(application_from(answers, {}), AROUND), rounds):.2f} |")


def _typical(work: object, rounds: int) -> float:
    spent = []
    for _round in range(rounds):
        before = perf_counter()
        work()  # type: ignore[operator]
        spent.append(1000 * (perf_counter() - before))
    return sorted(spent)[rounds // 2]


if __name__ == "__main__":
    main()
