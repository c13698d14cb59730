from django.db import migrations

# A start; editors keep the list. Only words that a colleague would use for the very same thing.
PAIRS = [
    ("helbred", "sundhed"),
    ("skrald", "affald"),
    ("beskæftigelse", "job"),
    ("arbejde", "job"),
    ("senior", "ældre"),
    ("motion", "bevægelse"),
    ("rygning", "tobak"),
    ("måltid", "mad"),
    ("genanvendelse", "genbrug"),
    ("biodiversitet", "natur"),
    ("vuggestue", "dagtilbud"),
    ("børnehave", "dagtilbud"),
    ("folkeskole", "skole"),
    ("virksomhed", "firma"),
    ("erhvervsliv", "virksomhed"),
    ("forening", "civilsamfund"),
    ("indkøb", "udbud"),
    ("teenager", "unge"),
    ("ungdom", "unge"),
    ("handicap", "funktionsnedsættelse"),
    ("cykling", "cykel"),
    ("byggeri", "bolig"),
    ("ligestilling", "ligeværd"),
    ("beplantning", "planter"),
    ("solceller", "solenergi"),
    ("nabo", "naboskab"),
    ("health", "wellbeing"),
    ("waste", "rubbish"),
    ("elderly", "older"),
    ("jobs", "employment"),
]


def load(apps, schema_editor):
    synonym = apps.get_model("search", "Synonym")
    for word, means in PAIRS:
        synonym.objects.get_or_create(word=word, means=means)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_stores")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
