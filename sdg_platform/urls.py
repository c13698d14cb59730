"""Every address of the platform. Danish stands at the root, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from sdg_platform import health, views
from sdg_platform.api.answers import unknown
from sdg_platform.api.views import docs

pages: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    # First what is asked for most: the catalogue, and by a full room its board.
    path("practices/", include("practices.urls")),
    path("", include("workshops.urls")),
    path("goals/", views.goal_list, name="goal_list"),
    path("goals/<int:number>/", views.goal_detail, name="goal_detail"),
    path("goals/<int:number>/voices/", views.goal_voices, name="goal_voices"),
    path("goals/<int:number>/targets/<str:code>/", views.target_detail, name="target_detail"),
    path("themes/<slug:code>/", views.theme_detail, name="theme_detail"),
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.search_suggestions, name="search_suggestions"),
    path("search/useful/", views.search_useful, name="search_useful"),
    path("search/words/", views.search_words, name="search_words"),
    path("search/words/<int:pk>/delete/", views.synonym_delete, name="synonym_delete"),
    path("matrix/", views.matrix, name="matrix"),
    path("matrix.xlsx", views.matrix_export, name="matrix_export"),
    path("about/", views.about, name="about"),
    path("about/parts/", views.parts, name="parts"),
    path("was", views.was, name="was"),
    path("privacy/", views.privacy, name="privacy"),
    path("api/v1/docs", docs, name="api_docs"),
    path("strategies/", include("practices.strategy_urls")),
    path("", include("partnerships.urls")),
    path("briefs/", include("sdg_platform.briefs.urls")),
    path("accounts/", include("sdg_platform.accounts.urls")),
    path("admin/", admin.site.urls),
]

urlpatterns = [
    path("health/", health.health, name="health"),
    path(".well-known/security.txt", health.security_txt, name="security_txt"),
    path("api/v1/", include("sdg_platform.api.urls")),
    *i18n_patterns(*pages, prefix_default_language=False),
    path("api/<path:rest>", unknown, name="api_unknown"),
]

handler400 = "sdg_platform.errors.bad_request"
handler403 = "sdg_platform.errors.forbidden"
handler404 = "sdg_platform.errors.not_found"
handler429 = "sdg_platform.accounts.adapter.too_many"
handler500 = "sdg_platform.errors.server_error"
