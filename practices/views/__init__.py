"""The pages of the catalogue."""

from practices.views.catalogue import practice_detail, practice_list, practice_map, practice_story
from practices.views.editing import practice_create, practice_edit
from practices.views.exporting import practice_export
from practices.views.publishing import (
    practice_confirm,
    practice_publish,
    practice_submit,
    practice_withdraw,
)
from practices.views.versions import practice_versions, version_detail, version_restore

__all__ = [
    "practice_confirm",
    "practice_create",
    "practice_detail",
    "practice_edit",
    "practice_export",
    "practice_list",
    "practice_map",
    "practice_publish",
    "practice_story",
    "practice_submit",
    "practice_versions",
    "practice_withdraw",
    "version_detail",
    "version_restore",
]
