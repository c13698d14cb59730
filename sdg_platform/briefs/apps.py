from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "sdg_platform.briefs"
    label = "briefs"
