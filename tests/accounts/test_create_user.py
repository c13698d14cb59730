import pytest
from django.core.management import CommandError, call_command

from sdg_platform.accounts.models import Invitation, User
from tests.accounts.test_login import log_in
from tests.factories import MunicipalityFactory, member

pytestmark = pytest.mark.django_db

NEW = "en ny lang adgangskode"


def create(capsys, *args):
    call_command("create_user", *args)
    return capsys.readouterr().out


@pytest.fixture
def fjordby():
    return MunicipalityFactory()


def test_the_printed_link_chooses_the_password_and_works_once(client, capsys, settings, fjordby):
    settings.SITE_URL = "https://verdensmaal.example"
    out = create(capsys, "Ada@Example.org", "--municipality", "9901", "--role", "administrator")
    link = out.split()[-1]
    assert link.startswith("https://verdensmaal.example/accounts/invitation/")
    path = link.removeprefix("https://verdensmaal.example")
    answer = client.post(path, {"name": "Ada", "password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    person = User.objects.get(email="ada@example.org")
    assert (person.name, person.roles_by_municipality()) == ("Ada", {"9901": "administrator"})
    client.post("/accounts/logout/")
    assert client.get(path).status_code == 404
    assert log_in(client, "ada@example.org", NEW).status_code == 302


def test_before_the_link_nobody_can_log_in(client, capsys, fjordby):
    create(capsys, "ada@example.org", "--municipality", "9901", "--role", "staff")
    assert not User.objects.get().has_usable_password()


def test_a_name_can_be_given(capsys, fjordby):
    create(capsys, "ada@example.org", "--municipality", "9901", "--role", "staff", "--name", "Ada")
    assert User.objects.get().name == "Ada"


@pytest.mark.parametrize(
    ("email", "code", "sentence"),
    [
        ("ada@example.org", "0000", "No municipality has the code 0000."),
        ("ikke en adresse", "9901", "is not an e-mail address"),
        ("der@example.org", "9901", "has an account already"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_stores_nothing(capsys, fjordby, email, code, sentence):
    member(email="der@example.org")
    with pytest.raises(CommandError, match=sentence):
        create(capsys, email, "--municipality", code, "--role", "staff")
    assert User.objects.count() == 1
    assert not Invitation.objects.exists()


def test_an_unknown_role_is_refused(capsys, fjordby):
    with pytest.raises(CommandError, match="king"):
        create(capsys, "ada@example.org", "--municipality", "9901", "--role", "king")


def test_createsuperuser_makes_the_first_account_from_the_address_alone(client):
    call_command("createsuperuser", "--noinput", "--email", "drift@example.org", verbosity=0)
    assert User.objects.get().is_superuser
