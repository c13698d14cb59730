from django.contrib import admin

from sdg_platform.search.models import Synonym


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    list_display = ["word", "means"]
    search_fields = ["word", "means"]
