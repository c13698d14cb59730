"""The reference rows, put back after a test that commits has had every table emptied.

The full-text tables are no models of Django's, so emptying leaves them behind: they are cleared
here too.
"""

from django.apps import apps

from partnerships.models import Organisation
from partnerships.reference import index_networks, load_networks
from sdg_platform.accounts.models import Municipality, Region, danish_sort_key
from sdg_platform.accounts.reference import load_municipalities
from sdg_platform.search import index
from sdg_platform.search.models import Synonym
from sdg_platform.search.reference import load_synonyms
from sdg_platform.taxonomy.reference import load_taxonomy


def load_reference_rows():
    load_taxonomy(apps)
    placement = Municipality._meta.get_field("regions").remote_field.through
    load_municipalities(Region, Municipality, placement, danish_sort_key)
    load_synonyms(Synonym)
    index.clear()
    load_networks(Organisation)
    index_networks(Organisation)
