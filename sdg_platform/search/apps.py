from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "sdg_platform.search"
    label = "search"
    verbose_name = "Search"
