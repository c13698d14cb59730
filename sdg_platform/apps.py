from django.apps import AppConfig


class PlatformConfig(AppConfig):
    name = "sdg_platform"
    verbose_name = "SDG platform"

    def ready(self) -> None:
        from sdg_platform.logs import say_logins

        say_logins()
