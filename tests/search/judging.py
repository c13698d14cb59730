"""Ask every judged question of the example data: `python -m tests.search.judging` prints the answers.

On a database of its own, given by DATABASE_URL; it is migrated and filled first.
"""

import json
from pathlib import Path

JUDGEMENTS = json.loads((Path(__file__).parent / "judgements.json").read_text(encoding="utf-8"))


def load_examples():
    """All examples, the drafts among them published: judged is the search, not who may see."""
    from django.core.management import call_command
    from django.utils import timezone

    from practices.models import Practice

    call_command("load_demo", verbosity=0)
    drafts = Practice.objects.exclude(status="published")
    drafts.update(status="published", published_at=timezone.now())
    Practice.objects.all().reindex()


def answers():
    """Question to the ten best titles, or those that are offered as nearest."""
    from practices.models import Practice
    from sdg_platform.accounts.actor import ANONYMOUS
    from sdg_platform.search import index

    titles = {str(pk): title for pk, title in Practice.objects.values_list("pk", "title")}
    told = {}
    for query, _ in JUDGEMENTS:
        found = index.find(query, kinds=["practice"], actor=ANONYMOUS, limit=10)
        told[query] = [titles[hit.object_id] for hit in (found.hits or found.nearest)][:10]
    return told


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    load_examples()
    print(json.dumps(answers()))
