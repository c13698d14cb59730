"""The orders in which the catalogue is read, and for which the database keeps an index."""

from typing import Final

from practices.models import Practice
from sdg_platform.orders import Order

ORDERS: Final = {
    "newest": Order(Practice.objects.all, "-listed_at", "-pk"),
    "title": Order(Practice.objects.all, "title_key", "pk"),
}
