"""Pages that draw on all three features, and the few that draw on none."""

from sdg_platform.views.goals import goal_detail, goal_list, goal_voices, target_detail
from sdg_platform.views.home import home
from sdg_platform.views.matrix import matrix, matrix_export
from sdg_platform.views.pages import about, parts, privacy, was
from sdg_platform.views.search import search, search_suggestions
from sdg_platform.views.themes import theme_detail
from sdg_platform.views.useful import search_useful, search_words, synonym_delete

__all__ = [
    "about",
    "goal_detail",
    "goal_list",
    "goal_voices",
    "home",
    "matrix",
    "matrix_export",
    "parts",
    "privacy",
    "search",
    "search_suggestions",
    "search_useful",
    "search_words",
    "synonym_delete",
    "target_detail",
    "theme_detail",
    "was",
]
