"""ASVS 8.2.1: views fetch rows only through the actor. Read from the source, so that nobody forgets."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
ROOMS = ("sdg_platform", "workshops", "practices", "partnerships")
GATES = {"visible_to", "editable_by", "owned_by", "manageable_by"}
# Reference data that everyone may read.
OPEN = {"Goal", "Target", "Theme", "Department", "PreventionPackage", "Municipality", "Region"}
KEYS = {"pk", "id", "uid", "uuid", "pk__in", "id__in", "token", "code"}


def views():
    for room in ROOMS:
        yield from (HOUSE / room).rglob("views.py")
        yield from (HOUSE / room).rglob("*_views.py")
        yield from (HOUSE / room).rglob("views/*.py")


def unscoped(source):
    """The lines that fetch a row by its key past the gate."""
    return sorted({node.lineno for node in ast.walk(ast.parse(source)) if is_unscoped(node)})


def is_unscoped(node):
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name) and node.func.id in {"get_object_or_404", "get_list_or_404"}:
        return not is_gated(node.args[0])
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in {
        "get",
        "filter",
        "in_bulk",
    }:
        return False
    names = chain(node.func.value)
    by_key = node.func.attr != "filter" or any(word.arg in KEYS for word in node.keywords)
    return "objects" in names and by_key and not is_gated(node.func.value)


def is_gated(expression):
    names = chain(expression)
    return bool(names & (GATES | OPEN)) or names == {"<a row's own>"}


def chain(expression):
    """The names along `Model.objects.a(...).b(...)`, from right to left.

    What begins at a variable is the rows of a record that was fetched before.
    """
    names = set()
    while isinstance(expression, ast.Call | ast.Attribute):
        if isinstance(expression, ast.Call):
            expression = expression.func
        else:
            names.add(expression.attr)
            expression = expression.value
    if isinstance(expression, ast.Name):
        if expression.id[0].islower() and "objects" not in names:
            return {"<a row's own>"}
        names.add(expression.id)
    return names


@pytest.mark.parametrize(
    "path", sorted(set(views())), ids=lambda path: str(path.relative_to(HOUSE))
)
def test_views_fetch_rows_only_through_the_actor(path):
    lines = unscoped(path.read_text())
    assert not lines, f"{path.relative_to(HOUSE)}: use .visible_to/.editable_by in line(s) {lines}"


@pytest.mark.parametrize(
    "line",
    [
        "get_object_or_404(Practice, pk=pk)",
        "get_object_or_404(Practice.objects.for_cards(), pk=pk)",
        "Practice.objects.get(pk=pk)",
        "Practice.objects.filter(pk=pk).first()",
        "Practice.objects.select_related('municipality').filter(id=pk)",
        "Practice.objects.in_bulk(ids)",
        "models.Practice.objects.get(title='x')",
    ],
)
def test_a_way_past_the_gate_is_found(line):
    assert unscoped(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "get_object_or_404(Practice.objects.visible_to(request.actor), pk=pk)",
        "get_object_or_404(Practice.objects.for_cards().editable_by(actor), pk=pk)",
        "get_object_or_404(workshop.reflections.alive(), pk=key)",
        "get_object_or_404(Goal, number=number)",
        "Goal.objects.get(number=3)",
        "Practice.objects.visible_to(actor).filter(pk=pk)",
        "Practice.objects.filter(title='x')",
        "form.cleaned_data.get('title')",
    ],
)
def test_a_way_through_the_gate_is_let_be(line):
    assert unscoped(line) == []
