"""Strategies, comparing, collections, importing, following, versions, questions: accessible in
both languages, and never too wide. All in one walk, because the example data cost most.
"""

from practices.models import Practice, Strategy
from practices.models.follow import unfollow_token
from sdg_platform.accounts.models import User
from sdg_platform.search.models import Verdict
from tests.browser.test_every_page import ENGLISH, walk
from tests.factories import adoption, collection, follow, owner_question, upload_of

COORDINATOR = "coordinator@example.org"


def things(user):
    """One of everything that has a page; those of the coordinator's municipality where it may."""
    own = Practice.objects.published().filter(municipality="9901").first()
    other = Practice.objects.published().exclude(municipality="9901").first()
    rows = b"title;outcome;summary\r\nG\xc3\xa5tur;partly;Sammen\r\n;partly;Uden titel\r\n"
    Verdict.objects.note("joggere", useful=False, found=False, opened=False)
    follow(user)
    return {
        "own": own.pk,
        "other": other.pk,
        "shelf": collection(own, other, owner=user, share=True),
        "upload": upload_of(user, rows).pk,
        "strategy": Strategy.objects.filter(municipality="9901", sharing="public").first(),
        "question": owner_question(own).pk,
        "told": adoption(other, "9901").pk,
    }


def open_pages(these):
    strategy, shelf = these["strategy"], these["shelf"]
    sentence = strategy.commitments.first()
    return [
        "/strategies/",
        f"/strategies/{strategy.pk}/",
        f"/strategies/{strategy.pk}/commitments/{sentence.pk}/",
        "/strategies/gap/",
        f"/strategies/gap/?strategy={strategy.pk}",
        f"/practices/compare/?id={these['own']}&id={these['other']}",
        f"/practices/shared/{shelf.token}/",
        "/practices/map/",
        f"/practices/{these['own']}/",
        f"/practices/{these['own']}/story/",
        f"/practices/{these['own']}/questions/",
        f"/practices/{these['other']}/adoptions/",
        "/partnerships/match/",
        "/api/v1/docs",
    ]


def house_pages(these, user):
    strategy, own = these["strategy"], these["own"]
    sentence = strategy.commitments.first()
    return [
        f"/strategies/{strategy.pk}/",
        "/strategies/new/",
        f"/strategies/{strategy.pk}/edit/",
        f"/strategies/{strategy.pk}/commitments/{sentence.pk}/",
        f"/strategies/{strategy.pk}/commitments/{sentence.pk}/edit/",
        "/practices/collections/",
        f"/practices/collections/{these['shelf'].pk}/",
        "/practices/import/",
        f"/practices/import/{these['upload']}/",
        "/practices/following/",
        f"/practices/unfollow/{unfollow_token(user.pk)}/",
        "/practices/questions/",
        f"/practices/{own}/",
        f"/practices/{own}/questions/{these['question']}/answer/",
        f"/practices/{these['other']}/adoptions/{these['told']}/edit/",
        f"/practices/{own}/files/",
        f"/practices/{own}/versions/",
        f"/practices/{own}/versions/1/",
        "/partnerships/match/",
        "/search/words/",
    ]


def test_the_newest_pages_are_accessible_and_fit_in_both_languages(visit, no_violations, fits):
    page = visit("/about/")
    user = User.objects.get(email=COORDINATOR)
    these = things(user)
    for prefix in ("", ENGLISH):
        walk(page, open_pages(these), prefix, no_violations, fits)
    member = visit("/about/", who=COORDINATOR)
    for prefix in ("", ENGLISH):
        walk(member, house_pages(these, user), prefix, no_violations, fits)
