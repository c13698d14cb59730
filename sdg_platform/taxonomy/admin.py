"""Texts and suggested mappings are edited here; what the UN has numbered is neither added nor
removed."""

from django.contrib import admin
from django.http import HttpRequest

from sdg_platform.taxonomy.models import (
    Department,
    Goal,
    PackageTarget,
    Phase,
    PreventionPackage,
    Target,
    Theme,
    ThemeGoal,
    Track,
)


class FixedRowsAdmin(admin.ModelAdmin):
    """Rows whose number is given: their words can be changed, the rows themselves cannot."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(Goal)
class GoalAdmin(FixedRowsAdmin):
    list_display = ["number", "name_da", "name_en", "track"]
    list_display_links = ["number", "name_da"]
    list_select_related = ["track"]
    search_fields = ["name_da", "name_en", "summary_da", "municipal_da"]
    readonly_fields = ["number"]
    ordering = ["number"]


@admin.register(Target)
class TargetAdmin(FixedRowsAdmin):
    list_display = ["code", "plain_da", "plain_en", "ours"]
    list_display_links = ["code", "plain_da"]
    list_filter = ["goal", "ours"]
    search_fields = ["=code", "plain_da", "plain_en", "municipal_da"]
    readonly_fields = ["code", "goal", "position"]
    ordering = ["goal_id", "position"]


class ThemeGoalInline(admin.TabularInline):
    model = ThemeGoal
    extra = 1


@admin.register(Theme)
class ThemeAdmin(FixedRowsAdmin):
    list_display = ["label", "name_da", "description_da", "phase"]
    list_select_related = ["phase"]
    search_fields = ["label", "name_da", "description_da"]
    readonly_fields = ["code"]
    ordering = ["position"]
    inlines = [ThemeGoalInline]


class PackageTargetInline(admin.TabularInline):
    model = PackageTarget
    extra = 1


@admin.register(PreventionPackage)
class PreventionPackageAdmin(admin.ModelAdmin):
    list_display = ["name_da", "edition", "valid_from", "valid_to"]
    search_fields = ["name_da", "name_en"]
    ordering = ["code"]
    inlines = [PackageTargetInline]


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ["name_da", "name_en", "position"]
    search_fields = ["name_da", "name_en"]
    ordering = ["position"]


@admin.register(Track)
class TrackAdmin(FixedRowsAdmin):
    list_display = ["name_da", "name_en"]
    search_fields = ["name_da", "name_en"]
    readonly_fields = ["code"]
    ordering = ["position"]


@admin.register(Phase)
class PhaseAdmin(admin.ModelAdmin):
    list_display = ["name_da", "valid_from", "valid_to"]
    search_fields = ["name_da", "name_en"]
    ordering = ["valid_from"]
