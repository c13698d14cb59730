"""Addresses of the catalogue, below /practices/."""

from django.urls import path, re_path

from practices import views
from practices.views import (
    adoptions,
    attachments,
    collections,
    commitments,
    comparing,
    following,
    questions,
)
from practices.views.feed import practice_feed
from practices.views.importing import (
    practice_import,
    practice_import_cancel,
    practice_import_preview,
)

app_name = "practices"
urlpatterns = [
    path("", views.practice_list, name="practice_list"),
    path("map/", views.practice_map, name="practice_map"),
    path("new/", views.practice_create, name="practice_create"),
    re_path(
        r"^export\.(?P<extension>xlsx|csv|json)$", views.practice_export, name="practice_export"
    ),
    path("import/", practice_import, name="practice_import"),
    path("import/<uuid:key>/", practice_import_preview, name="practice_import_preview"),
    path("import/<uuid:key>/cancel/", practice_import_cancel, name="practice_import_cancel"),
    path("feed.atom", practice_feed, name="practice_feed"),
    path("<int:pk>/", views.practice_detail, name="practice_detail"),
    path("<int:pk>/story/", views.practice_story, name="practice_story"),
    path("<int:pk>/versions/", views.practice_versions, name="practice_versions"),
    path("<int:pk>/versions/<int:number>/", views.version_detail, name="version_detail"),
    path("<int:pk>/versions/<int:number>/restore/", views.version_restore, name="version_restore"),
    path("<int:pk>/confirm/", views.practice_confirm, name="practice_confirm"),
    path("<int:pk>/files/", attachments.attachment_list, name="attachment_list"),
    path("<int:pk>/files/<uuid:key>/", attachments.attachment_file, name="attachment_file"),
    path(
        "<int:pk>/files/<uuid:key>/delete/", attachments.attachment_delete, name="attachment_delete"
    ),
    path("<int:pk>/edit/", views.practice_edit, name="practice_edit"),
    path("<int:pk>/submit/", views.practice_submit, name="practice_submit"),
    path("<int:pk>/publish/", views.practice_publish, name="practice_publish"),
    path("<int:pk>/withdraw/", views.practice_withdraw, name="practice_withdraw"),
    path("compare/", comparing.practice_compare, name="practice_compare"),
    path("collections/", collections.collection_list, name="collection_list"),
    path("collections/<int:pk>/", collections.collection_detail, name="collection_detail"),
    path("collections/<int:pk>/rename/", collections.collection_rename, name="collection_rename"),
    path("collections/<int:pk>/delete/", collections.collection_delete, name="collection_delete"),
    path("collections/<int:pk>/share/", collections.collection_share, name="collection_share"),
    path(
        "collections/<int:pk>/unshare/", collections.collection_unshare, name="collection_unshare"
    ),
    path("collections/<int:pk>/remove/", collections.collection_remove, name="collection_remove"),
    path("following/", following.follow_list, name="follow_list"),
    path("following/<int:pk>/end/", following.follow_end, name="follow_end"),
    path("unfollow/<str:token>/", following.unfollow, name="unfollow"),
    path("shared/<str:token>/", collections.collection_shared, name="collection_shared"),
    path("<int:pk>/collect/", collections.collection_add, name="collection_add"),
    # --- what others put on a card
    path("questions/", questions.owner_questions, name="owner_questions"),
    path("<int:pk>/adoptions/", adoptions.adoption_list, name="adoption_list"),
    path("<int:pk>/adoptions/<int:number>/edit/", adoptions.adoption_edit, name="adoption_edit"),
    path(
        "<int:pk>/adoptions/<int:number>/delete/", adoptions.adoption_delete, name="adoption_delete"
    ),
    path("<int:pk>/serves/", commitments.practice_serves, name="practice_serves"),
    path("<int:pk>/questions/", questions.practice_questions, name="practice_questions"),
    path(
        "<int:pk>/questions/<int:number>/answer/", questions.question_answer, name="question_answer"
    ),
    path(
        "<int:pk>/questions/<int:number>/delete/", questions.question_delete, name="question_delete"
    ),
]
