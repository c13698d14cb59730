from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "sdg_platform.limits"
    label = "limits"
