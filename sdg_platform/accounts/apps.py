from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sdg_platform.accounts"
    label = "accounts"
