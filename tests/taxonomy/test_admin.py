import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory

from sdg_platform.taxonomy.models import (
    Department,
    Goal,
    Phase,
    PreventionPackage,
    Target,
    Theme,
    Track,
)


@pytest.fixture
def request_of_a_superuser():
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_active=True, is_staff=True, is_superuser=True)
    return request


@pytest.mark.parametrize("model", [Goal, Target, Theme, Track])
def test_what_is_numbered_elsewhere_can_be_worded_but_not_added_or_removed(
    model, request_of_a_superuser
):
    desk = admin.site.get_model_admin(model)

    assert desk.has_change_permission(request_of_a_superuser)
    assert not desk.has_add_permission(request_of_a_superuser)
    assert not desk.has_delete_permission(request_of_a_superuser)


@pytest.mark.parametrize("model", [Department, PreventionPackage, Phase])
def test_our_own_lists_can_grow(model, request_of_a_superuser):
    assert admin.site.get_model_admin(model).has_add_permission(request_of_a_superuser)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "words", "expected"),
    [(Target, "3.4", "3.4"), (Target, "cykle", "3.6"), (Goal, "bænk", 11), (Theme, "Steder", "places")],
)  # fmt: skip
def test_the_administrator_finds_a_text_by_its_words(
    model, words, expected, request_of_a_superuser
):
    desk = admin.site.get_model_admin(model)

    found, _ = desk.get_search_results(request_of_a_superuser, model.objects.all(), words)

    assert expected in [record.pk for record in found]


@pytest.mark.django_db
def test_the_mapping_of_a_theme_is_edited_beside_its_texts(request_of_a_superuser):
    desk = admin.site.get_model_admin(Theme)
    theme = Theme.objects.get(code="peace")

    form = desk.get_form(request_of_a_superuser, theme)
    inlines = desk.get_inline_instances(request_of_a_superuser, theme)

    assert {"label", "name_da", "description_da", "phase"} <= set(form.base_fields)
    assert "code" not in form.base_fields
    assert [inline.model.__name__ for inline in inlines] == ["ThemeGoal"]
