"""Loads the 98 municipalities and the regions they lie in, before and after 2027.

Called by a data migration, so it takes the models from the caller and never imports them.
Source of the change of regions: act 699 of 2025, § 126.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "municipalities.csv"
LAST_DAY = date(2026, 12, 31)
FIRST_DAY = date(2027, 1, 1)

# code, Danish, English, valid_from, valid_to
REGIONS = [
    ("hovedstaden", "Region Hovedstaden", "Capital Region of Denmark", None, LAST_DAY),
    ("sjaelland", "Region Sjælland", "Region Zealand", None, LAST_DAY),
    ("oestdanmark", "Region Østdanmark", "Region Eastern Denmark", FIRST_DAY, None),
    ("syddanmark", "Region Syddanmark", "Region of Southern Denmark", None, None),
    ("midtjylland", "Region Midtjylland", "Central Denmark Region", None, None),
    ("nordjylland", "Region Nordjylland", "North Denmark Region", None, None),
    ("norge", "Norge", "Norway", None, None),
    ("sverige", "Sverige", "Sweden", None, None),
    ("finland", "Finland", "Finland", None, None),
    ("island", "Island", "Iceland", None, None),
    ("faeroeerne", "Færøerne", "Faroe Islands", None, None),
    ("groenland", "Grønland", "Greenland", None, None),
]
BECOMES = {"hovedstaden": "oestdanmark", "sjaelland": "oestdanmark"}


def load_municipalities(region: Any, municipality: Any, placement: Any, sort_key: Any) -> None:
    """Write regions, municipalities and placements; running it again changes nothing."""
    for code, name_da, name_en, valid_from, valid_to in REGIONS:
        region.objects.update_or_create(
            code=code,
            defaults={
                "name_da": name_da,
                "name_en": name_en,
                "valid_from": valid_from,
                "valid_to": valid_to,
            },
        )
    code_of = {name_da: code for code, name_da, *_ in REGIONS}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            record, _ = municipality.objects.update_or_create(
                code=row["code"],
                defaults={
                    "name": row["name"],
                    "official_name": row["official_name"],
                    "sort_key": sort_key(row["name"]),
                    "population": int(row["population"]),
                    "population_date": date.fromisoformat(row["population_date"]),
                },
            )
            place(placement, record.code, code_of[row["region"]])


def place(placement: Any, municipality_code: str, region_code: str) -> None:
    """Put a municipality in its region, and in the one that takes over on 1 January 2027."""
    successor = BECOMES.get(region_code)
    placement.objects.update_or_create(
        municipality_id=municipality_code,
        region_id=region_code,
        defaults={"valid_from": None, "valid_to": LAST_DAY if successor else None},
    )
    if successor:
        placement.objects.update_or_create(
            municipality_id=municipality_code,
            region_id=successor,
            defaults={"valid_from": FIRST_DAY, "valid_to": None},
        )
