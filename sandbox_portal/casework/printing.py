"""Print the picture of a workflow from its table, so that it cannot say anything else (docs/workflows/)."""

from collections.abc import Iterator

from .choices import NOBODY, PROVIDER
from .kinds import CaseKind
from .steps import Stage, Step

OWNERS = {PROVIDER: "the provider", NOBODY: "nobody: it has ended"}


def printed(kind: CaseKind) -> str:
    """The whole page of one kind of case, as Markdown with a Mermaid diagram."""
    return "\n".join([*_head(kind), *_diagram(kind), *_stages(kind), *_steps(kind)]) + "\n"


def _head(kind: CaseKind) -> Iterator[str]:
    yield f"# {kind.label}"
    yield ""
    yield "Printed from the table of steps by `script/manage print_workflows`. Change the table, then print again."
    yield ""


def _diagram(kind: CaseKind) -> Iterator[str]:
    workflow = kind.workflow
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {workflow.first}"
    for stage in workflow.stages:
        yield f"    {stage.code}: {stage.label}"
    for step in workflow.steps:
        for code in _starts(kind, step):
            if step.then:
                yield f"    {code} --> {step.then}: {step.label}"
    for stage in workflow.stages:
        if stage.is_ended:
            yield f"    {stage.code} --> [*]"
    yield "```"
    yield ""


def _stages(kind: CaseKind) -> Iterator[str]:
    yield "## Stages"
    yield ""
    yield "| Stage | Who has it | Next | Usual time |"
    yield "|---|---|---|---|"
    for stage in kind.workflow.stages:
        yield f"| {stage.label} | {_owner(stage)} | {stage.next_action or '–'} | {_usual(stage)} |"
    yield ""


def _steps(kind: CaseKind) -> Iterator[str]:
    yield "## Steps"
    yield ""
    yield "| Step | From | To | Who | What must be true first |"
    yield "|---|---|---|---|---|"
    for step in kind.workflow.steps:
        starts = ", ".join(kind.workflow.stage(code).label for code in _starts(kind, step))
        end = kind.workflow.stage(step.then).label if step.then else "stays"
        needs = "; ".join(_words(need.__name__) for need in step.needs) or "–"
        yield f"| {step.label} | {starts} | {end} | {_who(step)} | {needs} |"


def _starts(kind: CaseKind, step: Step) -> list[str]:
    """Where the step may begin, in the order of the stages: a set has no order of its own."""
    return [stage.code for stage in kind.workflow.stages if stage.code in step.when]


def _owner(stage: Stage) -> str:
    return OWNERS.get(stage.owner_role, _words(stage.owner_role))


def _usual(stage: Stage) -> str:
    return "–" if stage.usual_days is None else f"{stage.usual_days} days"


def _who(step: Step) -> str:
    """The predicate's name; the brackets around a single “or” or “and” say nothing."""
    words = _words(step.who.name)
    return words.removeprefix("(").removesuffix(")") if words.count("(") == 1 else words


def _words(name: str) -> str:
    return name.replace("_", " ").replace("|", "or").replace("&", "and")
