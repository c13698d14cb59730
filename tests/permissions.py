"""The permission table: every address x method x role x relation, and the status it must give.

Declare a page in `PAGES` the day you add its URL; the suite fails until you do. One line:

    "practices:practice_list": Page(EVERYONE),
    "practices:practice_create": Page(who_may(Power.WRITE_PRACTICES), post=...answers(422)),
    "practices:practice_edit": Page(who_may(Power.WRITE_PRACTICES), post=..., record="draft"),

`Page(get, post, record, args, data)`: `get` and `post` are a Rule, or None where the method is
not offered (405). `record` names an entry of `RECORDS`, which makes a row for a municipality;
the address gets its `pk`, or what `args(record)` returns. A fresh row is made for each case.

Relations, where there is a record: `own` (of Fjordby, where all our roles work), `foreign` (of
Lyngdal, where none of them does) and `missing` (an id that does not exist). The neighbour is
Bakkeby's coordinator, to whom Fjordby's rows are foreign. A `participant` has no account; with
`joins=True` this one takes part in the own record, which must then be a workshop.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from practices.models import Attachment
from sdg_platform.accounts.models import Invitation
from sdg_platform.accounts.roles import POWERS, Power, Role
from tests.factories import (
    MembershipFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    WorkshopFactory,
    action_of,
    adoption,
    brief,
    collection,
    commitment,
    follow,
    late_note_on,
    member,
    note_on,
    owner_question,
    photo_on,
    practice,
    question_from,
    strategy,
    upload_of,
)
from workshops.models import Phase, Source

ANONYMOUS, PARTICIPANT, NEIGHBOUR = "anonymous", "participant", "neighbour"
HOUSE = frozenset(Role.values)
MEMBERS = HOUSE | {NEIGHBOUR}
ALL = MEMBERS | {ANONYMOUS, PARTICIPANT}
ROLES = (ANONYMOUS, PARTICIPANT, *Role.values, NEIGHBOUR)
RELATIONS = ("own", "foreign", "missing")
MISSING = SimpleNamespace(
    pk=987_654_321, municipality_id="9903", uuid="0192aaaa-0000-7000-8000-00000000dead"
)


@dataclass(frozen=True)
class Rule:
    """Who is served with `ok`, and what the others are told."""

    allowed: frozenset[str]
    ok: int = 200
    signed_out: int = 302
    refused: int = 403
    hidden: int = 404
    shared: bool = False  # Other municipalities' rows are served as well.
    refuses_first: frozenset[str] = frozenset()  # Roles that hear 403 before a row is looked up.
    everywhere: frozenset[str] = frozenset()  # Roles whose reach does not end at the border.

    def answers(self, ok: int, **more) -> "Rule":
        return replace(self, ok=ok, **more)

    def expected(self, role: str, relation: str | None) -> int:
        if role not in self.allowed and role in (ANONYMOUS, PARTICIPANT):
            return self.signed_out
        if role in self.refuses_first:
            return self.refused
        if relation == "missing":
            return self.hidden
        is_foreign = relation == "foreign" or (relation == "own" and role == NEIGHBOUR)
        if is_foreign and not self.shared and role not in self.everywhere:
            return self.hidden
        return self.ok if role in self.allowed else self.refused


EVERYONE = Rule(ALL, shared=True)
"""Open pages, and rows that are published or shared with all."""
SIGNED_IN = Rule(MEMBERS)
OWN_HOUSE = Rule(HOUSE, signed_out=404)
"""A row that only its municipality reads: for all others it does not exist."""
SHARED_WITH_MEMBERS = Rule(MEMBERS, signed_out=404, shared=True)


def who_may(power: Power) -> Rule:
    """Roles that hold `power`; a page that acts, so the signed-out are sent to log in."""
    holders = {role for role in HOUSE if power in POWERS[role]}
    # The neighbour is a coordinator.
    return Rule(frozenset(holders | ({NEIGHBOUR} if Role.COORDINATOR in holders else set())))


@dataclass(frozen=True)
class Page:
    get: Rule | None = None
    post: Rule | None = None
    record: str | None = None
    args: Callable | tuple = ()
    data: Callable | dict | None = None
    joins: bool = False

    def cases(self) -> Iterator[tuple[str, str, str | None, int]]:
        """(method, role, relation, expected status)"""
        for method, rule in (("get", self.get), ("post", self.post)):
            for role in ROLES:
                for relation in RELATIONS if self.record else (None,):
                    yield method, role, relation, rule.expected(role, relation) if rule else 405

    def arguments(self, record) -> tuple:
        if callable(self.args):
            return self.args(record)
        return self.args or ((record.pk,) if record else ())


def invited(code: str) -> Invitation:
    house = MunicipalityFactory(code=code)
    return Invitation.objects.invite(email="ny@example.org", municipality=house, role="staff")[0]


def board(code: str):
    return WorkshopFactory(municipality=MunicipalityFactory(code=code), state="open")


def voting(workshop):
    workshop.enter(Phase.VOTE)
    return workshop


def linked(action):
    action.make_link()
    return action


def document(code: str):
    """A document in its preview, with one note to store."""
    content = b"+ Hvad fungerer?\n- Konkrete eksempler\n"
    return Source.objects.receive(board(code), name="", content=content)


def attached(code: str):
    """A sheet on the only step of a published practice."""
    one = practice(code=code, steps=["Vi gik."])
    file = SimpleUploadedFile("seddel.pdf", b"%PDF-1.7 x")
    whole = type(one).objects.for_page().get(pk=one.pk)
    return Attachment.objects.hang(whole, 1, file, "application/pdf", by=one.created_by)


def file_keys(file) -> tuple:
    return (getattr(file, "practice_id", file.pk), getattr(file, "uuid", file.pk))


def new_note(_record) -> dict:
    return {"id": str(uuid4()), "quadrant": "works", "text": "Konkrete eksempler fungerer"}


def board_of(note) -> tuple:
    return (getattr(note, "workshop_id", note.pk),)


def note_keys(note) -> tuple:
    return (getattr(note, "workshop_id", note.pk), getattr(note, "uuid", note.pk))


def number_of(action) -> tuple:
    return (getattr(action, "workshop_id", action.pk), action.pk)


def file_key(record) -> tuple:
    return (getattr(record, "uuid", record.pk),)


def text_key(record) -> tuple:
    return (str(record.pk),)


def code_of(workshop) -> str:
    return getattr(workshop, "code", None) or "ABCDEFGH"


def token_of(workshop) -> str:
    return getattr(workshop, "token", None) or "abc"


def life_keys(row) -> tuple:
    """The practice a log or a question stands on, and its own key."""
    return (getattr(row, "practice_id", row.pk), row.pk)


def commitment_keys(row) -> tuple:
    return (getattr(row, "strategy_id", row.pk), row.pk)


def a_practice(_row) -> dict:
    return {"practice": practice(code="9904").pk}


# How a row comes to be: a function of the municipality's code. Keep it one line.
RECORDS: dict[str, Callable] = {
    "membership": lambda code: MembershipFactory(municipality=MunicipalityFactory(code=code)),
    "invitation": lambda code: invited(code),
    "partnership": lambda code: PartnershipFactory(
        municipality=MunicipalityFactory(code=code), sharing="own"
    ),
    "workshop": lambda code: board(code),
    "workshop_over": lambda code: WorkshopFactory(
        municipality=MunicipalityFactory(code=code), state="closed"
    ),
    "document": lambda code: document(code),
    "note": lambda code: note_on(board(code)),
    "barrier": lambda code: note_on(board(code), "Ingen læser planen", "does_not_work"),
    "note_in_vote": lambda code: note_on(voting(board(code))),
    "photo": lambda code: photo_on(board(code)),
    "late_note": lambda code: late_note_on(board(code)),
    "question": lambda code: question_from(code=code),
    "linked_action": lambda code: linked(action_of(board(code))),
    "closed": lambda code: WorkshopFactory(
        municipality=MunicipalityFactory(code=code), state="closed"
    ),
    "action": lambda code: action_of(board(code)),
    "brief": lambda code: brief(code),
    "organisation": lambda code: OrganisationFactory(municipality=MunicipalityFactory(code=code)),
    "practice": lambda code: practice(code=code),
    "attachment": lambda code: attached(code),
    "upload": lambda code: upload_of(member(code=code)),
    "practice_draft": lambda code: practice(code=code, status="draft"),
    # Of a municipality that none of the roles belongs to: what one may say "we tried it" of.
    "practice_elsewhere": lambda code: practice(code="9904"),
    "adoption": lambda code: adoption(practice(code="9904"), code),
    "collection": lambda code: collection(share=True),
    "follow": lambda code: follow(),
    "strategy": lambda code: strategy(code=code, sharing="own"),
    "commitment": lambda code: commitment(code=code, sharing="own"),
    "owner_question": lambda code: owner_question(practice(code=code)),
}

RUNS_WORKSHOPS = who_may(Power.RUN_WORKSHOPS)
STEERS = RUNS_WORKSHOPS.answers(302)
WRITES = RUNS_WORKSHOPS.answers(303)
ANSWERS = who_may(Power.ANSWER_QUESTIONS)

BY_LINK = EVERYONE
"""A secret in the address; what it opens is for whoever holds it."""
AGREES = RUNS_WORKSHOPS.answers(422)
WRITES_BRIEFS = who_may(Power.WRITE_BRIEFS)
KEEPS_DIRECTORY = who_may(Power.KEEP_DIRECTORY)
WRITES_PRACTICES = who_may(Power.WRITE_PRACTICES)
PUBLISHES = who_may(Power.PUBLISH)
INVITES = who_may(Power.INVITE)
KEEPS_SEARCH = who_may(Power.KEEP_SEARCH)
SENDER_ONLY = Rule(MEMBERS, ok=404)
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
CHANGES_MEMBERS = INVITES.answers(
    302, refuses_first=HOUSE - INVITES.allowed, everywhere=ADMINISTRATOR
)
# The rows belong to a person who is none of the roles, so all of them hear that there are none.
NOBODYS = SIGNED_IN.answers(404, shared=True)
CLOSES_ACCOUNTS = replace(CHANGES_MEMBERS, allowed=ADMINISTRATOR)

PAGES: dict[str, Page] = {
    # --- the house itself
    "home": Page(EVERYONE),
    "goal_list": Page(EVERYONE),
    "goal_detail": Page(EVERYONE, args=(3,)),
    "goal_voices": Page(EVERYONE, args=(3,)),
    "target_detail": Page(EVERYONE, args=(3, "3.4")),
    "theme_detail": Page(EVERYONE, args=("people",)),
    "search": Page(EVERYONE),
    "search_suggestions": Page(EVERYONE),
    "search_useful": Page(None, post=EVERYONE.answers(302), data={"q": "trivsel", "useful": "no"}),
    "search_words": Page(KEEPS_SEARCH, post=KEEPS_SEARCH.answers(422)),
    "synonym_delete": Page(None, post=KEEPS_SEARCH.answers(302), args=(987_654_321,)),
    "matrix": Page(EVERYONE),
    "matrix_export": Page(EVERYONE),
    "about": Page(EVERYONE),
    "parts": Page(EVERYONE),
    "was": Page(EVERYONE),
    "privacy": Page(EVERYONE),
    "health": Page(EVERYONE),
    # --- the API: read-only, JSON, also its refusals
    "api_docs": Page(EVERYONE),
    "api_unknown": Page(EVERYONE.answers(404), args=("v1/nowhere",)),
    "api:openapi-json": Page(EVERYONE),
    "api:api-root": Page(EVERYONE.answers(302)),
    **{
        f"api:{name}_list": Page(EVERYONE)
        for name in ("goal", "target", "theme", "municipality", "practice")
    },
    **{f"api:{name}_list": Page(EVERYONE) for name in ("partnership", "organisation", "workshop")},
    "api:goal_detail": Page(EVERYONE, args=("3",)),
    "api:target_detail": Page(EVERYONE, args=("3.4",)),
    "api:theme_detail": Page(EVERYONE, args=("people",)),
    "api:municipality_detail": Page(EVERYONE, args=("0101",)),
    "api:practice_detail": Page(OWN_HOUSE, record="practice_draft", args=text_key),
    "api:partnership_detail": Page(OWN_HOUSE, record="partnership", args=text_key),
    "api:organisation_detail": Page(EVERYONE, record="organisation", args=text_key),
    "api:workshop_detail": Page(OWN_HOUSE, record="workshop_over", args=text_key),
    "security_txt": Page(EVERYONE),
    # --- accounts
    "member_list": Page(INVITES),
    "member_invite": Page(post=INVITES.answers(422)),
    "member_role": Page(post=CHANGES_MEMBERS, record="membership", data={"role": "facilitator"}),
    "member_end": Page(post=CHANGES_MEMBERS, record="membership"),
    "member_close": Page(post=CLOSES_ACCOUNTS, record="membership"),
    "invitation_withdraw": Page(post=CHANGES_MEMBERS, record="invitation"),
    # --- workshops
    "workshops:workshop_list": Page(EVERYONE),
    "workshops:calendar": Page(EVERYONE),
    # The address is the key; tests/workshops/test_calendar.py knows whose.
    "workshops:calendar_feed": Page(EVERYONE.answers(404), args=("forged",)),
    "workshops:workshop_create": Page(RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422)),
    "workshops:workshop_detail": Page(OWN_HOUSE, record="workshop"),
    "workshops:workshop_edit": Page(RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422), record="workshop"),
    "workshops:workshop_open": Page(post=STEERS, record="workshop"),
    "workshops:workshop_close": Page(post=STEERS, record="workshop"),
    "workshops:workshop_archive": Page(post=STEERS, record="workshop"),
    "workshops:board_now": Page(OWN_HOUSE, record="workshop"),
    "workshops:workshop_timer": Page(post=STEERS, record="workshop", data={"minutes": "5"}),
    # Who is done is asked of participants alone, and this table's has a cookie but no row.
    "workshops:participant_done": Page(
        post=Rule(frozenset({PARTICIPANT}), ok=403, signed_out=404), record="workshop", joins=True
    ),
    "workshops:photo_list": Page(OWN_HOUSE, RUNS_WORKSHOPS.answers(422), record="workshop"),
    "workshops:photo_picture": Page(OWN_HOUSE, record="photo", args=note_keys),
    "workshops:photo_edit": Page(
        RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422), record="photo", args=note_keys
    ),
    "workshops:photo_delete": Page(post=STEERS, record="photo", args=note_keys),
    "workshops:workshop_print": Page(
        RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422), record="workshop"
    ),
    "workshops:screen": Page(OWN_HOUSE, record="workshop"),
    "workshops:workshop_phase": Page(post=STEERS, record="workshop", data={"phase": "tag"}),
    "workshops:board_changes": Page(OWN_HOUSE.answers(304), record="workshop"),
    "workshops:notes_import_new": Page(RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422)),
    "workshops:notes_import": Page(RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422), record="workshop"),
    "workshops:notes_import_preview": Page(
        RUNS_WORKSHOPS, STEERS, record="document", args=note_keys
    ),
    "workshops:notes_import_cancel": Page(post=STEERS, record="document", args=note_keys),
    "workshops:minutes": Page(OWN_HOUSE, record="workshop", args=lambda it: (it.pk, "json")),
    # A sentence is written: signed out, it is kept on a page (403) instead of a redirect.
    "workshops:reflection_create": Page(
        post=replace(WRITES, signed_out=403), record="workshop", data=new_note
    ),
    # A preview stores nothing.
    "workshops:reflection_lines": Page(
        post=replace(WRITES, ok=200, signed_out=403), record="workshop", data=new_note
    ),
    # Taken once the workshop is closed, which this table's is not; signed out, as above.
    "workshops:late_create": Page(
        post=replace(WRITES, ok=403, signed_out=403), record="workshop", data=new_note
    ),
    "workshops:late_take": Page(post=WRITES, record="late_note", args=note_keys),
    "workshops:late_leave": Page(post=WRITES, record="late_note", args=note_keys),
    "workshops:reflection_selected": Page(post=STEERS.answers(303), record="workshop"),
    "workshops:reflection_tags": Page(
        STEERS.answers(200),
        STEERS.answers(303),
        record="note",
        args=board_of,
        data=lambda note: {"note": note.pk},
    ),
    "workshops:reflection_edit": Page(
        RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422), record="note", args=note_keys
    ),
    "workshops:reflection_move": Page(
        post=WRITES, record="note", args=note_keys, data={"quadrant": "question"}
    ),
    "workshops:reflection_shift": Page(
        post=STEERS, record="note", args=note_keys, data={"direction": "up"}
    ),
    "workshops:reflection_delete": Page(post=WRITES, record="note", args=note_keys),
    "workshops:reflection_practice": Page(
        post=WRITES_PRACTICES.answers(302), record="note", args=note_keys
    ),
    "workshops:reflection_solutions": Page(
        WRITES_PRACTICES,
        WRITES_PRACTICES.answers(404),
        record="barrier",
        args=note_keys,
    ),
    "workshops:reflection_restore": Page(post=WRITES, record="note", args=note_keys),
    "workshops:suggestion_accept": Page(
        post=WRITES, record="note", args=note_keys, data={"goal": "3"}
    ),
    "workshops:reflection_apart": Page(post=WRITES, record="note", args=note_keys),
    "workshops:reflection_hide": Page(post=WRITES, record="note", args=note_keys),
    "workshops:reflection_show": Page(post=WRITES, record="note", args=note_keys),
    "workshops:reflection_redact": Page(
        RUNS_WORKSHOPS, WRITES, record="note", args=note_keys, data={"reason": "navn"}
    ),
    "workshops:moderation_list": Page(RUNS_WORKSHOPS, record="workshop"),
    "workshops:reflection_vote": Page(
        post=Rule(RUNS_WORKSHOPS.allowed, ok=303), record="note_in_vote", args=note_keys
    ),
    "workshops:reflection_unvote": Page(
        post=Rule(RUNS_WORKSHOPS.allowed, ok=303), record="note_in_vote", args=note_keys
    ),
    "workshops:join": Page(EVERYONE, EVERYONE.answers(422)),
    "workshops:join_by_code": Page(
        EVERYONE, EVERYONE.answers(302), record="workshop", args=lambda it: (code_of(it),)
    ),
    "workshops:join_by_token": Page(
        EVERYONE, EVERYONE.answers(302), record="workshop", args=lambda it: (token_of(it),)
    ),
    "workshops:action_list": Page(EVERYONE),
    "workshops:workshop_actions": Page(OWN_HOUSE, AGREES, record="workshop"),
    "workshops:action_edit": Page(
        RUNS_WORKSHOPS, RUNS_WORKSHOPS.answers(422), record="action", args=number_of
    ),
    "workshops:action_link": Page(post=STEERS, record="action", args=number_of),
    "workshops:action_confirm": Page(
        BY_LINK, BY_LINK.answers(422), record="linked_action", args=lambda it: (token_of(it),)
    ),
    "workshops:minutes_page": Page(OWN_HOUSE, record="workshop"),
    "workshops:minutes_link": Page(post=STEERS, record="workshop"),
    "workshops:minutes_by_link": Page(
        BY_LINK, record="closed", args=lambda it: (getattr(it, "minutes_token", "abc"),)
    ),
    "workshops:minutes_file_by_link": Page(
        BY_LINK, record="closed", args=lambda it: (getattr(it, "minutes_token", "abc"), "txt")
    ),
    "workshops:action_status": Page(
        post=SIGNED_IN.answers(302), record="action", args=number_of, data={"status": "done"}
    ),
    "workshops:question_list": Page(EVERYONE),
    "workshops:synthesis": Page(EVERYONE),
    "workshops:note_list": Page(EVERYONE),
    "workshops:question_detail": Page(EVERYONE, record="question"),
    "workshops:question_answer": Page(
        post=replace(ANSWERS, ok=302, shared=True, signed_out=403),
        record="question",
        data={"text": "Start småt"},
    ),
    "workshops:question_settle": Page(post=SIGNED_IN.answers(302), record="question"),
    # --- practices
    "practices:practice_list": Page(EVERYONE),
    "practices:practice_map": Page(EVERYONE),
    "practices:practice_feed": Page(EVERYONE),
    "practices:practice_import": Page(WRITES_PRACTICES, WRITES_PRACTICES.answers(422)),
    # A file is its sender's alone, whatever the role: to this table's people it does not exist.
    "practices:practice_import_preview": Page(
        SENDER_ONLY, SENDER_ONLY, record="upload", args=file_key
    ),
    "practices:practice_import_cancel": Page(post=SENDER_ONLY, record="upload", args=file_key),
    "practices:practice_export": Page(EVERYONE, args=("json",)),
    "practices:practice_create": Page(WRITES_PRACTICES, WRITES_PRACTICES.answers(422)),
    "practices:practice_detail": Page(EVERYONE, record="practice"),
    "practices:practice_story": Page(EVERYONE, record="practice"),
    "practices:attachment_list": Page(
        WRITES_PRACTICES, WRITES_PRACTICES.answers(422), record="practice"
    ),
    "practices:attachment_file": Page(EVERYONE, record="attachment", args=file_keys),
    "practices:attachment_delete": Page(
        post=WRITES_PRACTICES.answers(302),
        record="attachment",
        args=file_keys,
    ),
    "practices:practice_versions": Page(OWN_HOUSE, record="practice"),
    "practices:version_detail": Page(OWN_HOUSE, record="practice", args=lambda it: (it.pk, 1)),
    "practices:version_restore": Page(
        post=WRITES_PRACTICES.answers(302),
        record="practice",
        args=lambda it: (it.pk, 1),
        data={"version": "1"},
    ),
    "practices:practice_confirm": Page(post=WRITES_PRACTICES.answers(302), record="practice"),
    "practices:practice_edit": Page(
        WRITES_PRACTICES, WRITES_PRACTICES.answers(422), record="practice_draft"
    ),
    "practices:practice_submit": Page(post=WRITES_PRACTICES.answers(302), record="practice_draft"),
    "practices:practice_publish": Page(post=PUBLISHES.answers(302), record="practice_draft"),
    "practices:practice_withdraw": Page(post=PUBLISHES.answers(302), record="practice"),
    "practices:adoption_list": Page(
        EVERYONE,
        WRITES_PRACTICES.answers(302, shared=True, signed_out=403),
        record="practice_elsewhere",
        data={"outcome": "partly", "kept": "Kaffen og den faste tid"},
    ),
    "practices:adoption_edit": Page(
        WRITES_PRACTICES, WRITES_PRACTICES.answers(422), record="adoption", args=life_keys
    ),
    "practices:adoption_delete": Page(
        post=WRITES_PRACTICES.answers(302), record="adoption", args=life_keys
    ),
    "practices:practice_questions": Page(
        EVERYONE, EVERYONE.answers(302), record="practice", data={"text": "Hvad kostede det?"}
    ),
    "practices:owner_questions": Page(SIGNED_IN),
    "practices:question_answer": Page(
        ANSWERS, ANSWERS.answers(422), record="owner_question", args=life_keys
    ),
    "practices:question_delete": Page(
        post=ANSWERS.answers(302), record="owner_question", args=life_keys
    ),
    # The sentence is Fjordby's; whose practice it is does not matter.
    "practices:practice_serves": Page(
        post=WRITES_PRACTICES.answers(404, shared=True), record="practice_elsewhere"
    ),
    "practices:practice_compare": Page(EVERYONE),
    "practices:follow_list": Page(
        SIGNED_IN, SIGNED_IN.answers(302), data={"kind": "goal", "value": "3"}
    ),
    "practices:follow_end": Page(post=NOBODYS, record="follow"),
    # Whoever holds the letter may stop it; its link opens nothing else.
    "practices:unfollow": Page(
        EVERYONE.answers(404), EVERYONE.answers(404), args=("not-one-of-ours",)
    ),
    # Somebody else's collection; tests/practices/test_collections.py proves the own ones.
    "practices:collection_list": Page(SIGNED_IN, SIGNED_IN.answers(422)),
    "practices:collection_detail": Page(NOBODYS, record="collection"),
    "practices:collection_rename": Page(post=NOBODYS, record="collection"),
    "practices:collection_delete": Page(post=NOBODYS, record="collection"),
    "practices:collection_share": Page(post=NOBODYS, record="collection"),
    "practices:collection_unshare": Page(post=NOBODYS, record="collection"),
    "practices:collection_remove": Page(post=NOBODYS, record="collection"),
    "practices:collection_shared": Page(
        EVERYONE, record="collection", args=lambda it: (getattr(it, "token", None) or "abc",)
    ),
    "practices:collection_add": Page(
        post=SIGNED_IN.answers(302, shared=True), record="practice_elsewhere"
    ),
    # --- strategies
    "strategies:strategy_list": Page(EVERYONE),
    "strategies:strategy_create": Page(WRITES_PRACTICES, WRITES_PRACTICES.answers(422)),
    "strategies:strategy_gap": Page(EVERYONE),
    "strategies:strategy_gap_export": Page(EVERYONE),
    "strategies:strategy_detail": Page(OWN_HOUSE, record="strategy"),
    "strategies:strategy_edit": Page(
        WRITES_PRACTICES, WRITES_PRACTICES.answers(422), record="strategy"
    ),
    "strategies:strategy_delete": Page(post=WRITES_PRACTICES.answers(302), record="strategy"),
    "strategies:commitment_detail": Page(OWN_HOUSE, record="commitment", args=commitment_keys),
    "strategies:commitment_edit": Page(
        WRITES_PRACTICES, WRITES_PRACTICES.answers(422), record="commitment", args=commitment_keys
    ),
    "strategies:commitment_goal": Page(
        post=WRITES_PRACTICES.answers(302),
        record="commitment",
        args=commitment_keys,
        data={"goal": "3"},
    ),
    "strategies:commitment_move": Page(
        post=WRITES_PRACTICES.answers(302),
        record="commitment",
        args=commitment_keys,
        data={"move": "up", "version": "1"},
    ),
    "strategies:commitment_link": Page(
        post=WRITES_PRACTICES.answers(302),
        record="commitment",
        args=commitment_keys,
        data=a_practice,
    ),
    "strategies:commitment_unlink": Page(
        post=WRITES_PRACTICES.answers(302),
        record="commitment",
        args=commitment_keys,
        data=a_practice,
    ),
    # --- partnerships
    "partnerships:partnership_list": Page(EVERYONE),
    "partnerships:partnership_match": Page(EVERYONE),
    "partnerships:partnership_create": Page(KEEPS_DIRECTORY, KEEPS_DIRECTORY.answers(422)),
    "partnerships:partnership_detail": Page(OWN_HOUSE, record="partnership"),
    "partnerships:partnership_edit": Page(
        KEEPS_DIRECTORY, KEEPS_DIRECTORY.answers(422), record="partnership"
    ),
    "partnerships:organisation_list": Page(EVERYONE),
    "partnerships:organisation_create": Page(KEEPS_DIRECTORY, KEEPS_DIRECTORY.answers(422)),
    "partnerships:organisation_detail": Page(EVERYONE, record="organisation"),
    "partnerships:organisation_edit": Page(
        KEEPS_DIRECTORY, KEEPS_DIRECTORY.answers(422), record="organisation"
    ),
    "partnerships:network_list": Page(EVERYONE),
    # --- briefs
    "briefs:brief_list": Page(SIGNED_IN),
    "briefs:brief_create": Page(WRITES_BRIEFS, WRITES_BRIEFS.answers(422)),
    "briefs:brief_detail": Page(OWN_HOUSE, record="brief"),
    "briefs:brief_edit": Page(WRITES_BRIEFS, WRITES_BRIEFS.answers(422), record="brief"),
    "briefs:brief_delete": Page(WRITES_BRIEFS, WRITES_BRIEFS.answers(302), record="brief"),
    "briefs:brief_export": Page(OWN_HOUSE, record="brief", args=lambda it: (it.pk, "pdf")),
}

# Names that other people's code gives: one rule for the whole group, and why that is enough.
GROUPS: dict[str, str] = {
    "admin:": "Only accounts with is_staff come in; everyone else is sent to its login.",
    "mfa_": "allauth: the own second factor, behind the login.",
    "socialaccount_": "allauth: the municipality's own login, before anyone is anybody.",
    "openid_connect_": "allauth: the two steps of that login.",
    "account_": "allauth: the own password and session; tests/accounts proves them.",
}
