"""The page that explains the API: our own, because the usual one loads scripts from elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sdg_platform.api.operations import documented


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    operations = [_shown(path, operation) for path, operation in documented()]
    return render(request, "api/docs.html", {"operations": operations})


def _shown(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """What the template needs of an operation in the schema."""
    parameters = operation.get("parameters", [])
    return {
        "path": path,
        "says": operation.get("description", ""),
        "is_list": "{" not in path,
        "parameters": [
            {"name": it["name"], "says": it.get("schema", {}).get("description", "")}
            for it in parameters
            if it["in"] == "query"
        ],
    }
