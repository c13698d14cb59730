"""ASVS 5.2 and 5.3: pictures are judged by their bytes, made small, and lose what the camera knew."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories import MunicipalityFactory, WorkshopFactory, actor, member, photo_on
from workshops.models import Photo
from workshops.shrinking import PhotoRefused, read_photo, shrink

pytestmark = pytest.mark.django_db

PLACE = "Hemmeligt sted 55.6761"


def chart(form="JPEG", size=(300, 200), mode="RGB", **options):
    """A picture: red on its left half, white on its right."""
    picture = Image.new(mode, size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def with_exif(orientation):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = orientation, PLACE
    return chart(exif=exif, comment=PLACE.encode())


def png_header(width, height):
    """A PNG that announces its size and holds nothing."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def opened(content):
    return Image.open(BytesIO(content))


def upload(client, workshop, content=None, name="ark.jpg", **typed):
    file = SimpleUploadedFile(name, chart() if content is None else content)
    words = {"picture": file, "alt": "Fire pile og ordet sammen", **typed}
    return client.post(f"/workshops/{workshop.pk}/photos/", words)


def body(response):
    return response.content.decode()


@pytest.fixture
def board(client):
    client.force_login(member("facilitator"))
    return WorkshopFactory(state="open")


# --- The picture itself ------------------------------------------------------------------------


def test_a_picture_is_turned_upright_and_forgets_what_the_camera_knew():
    kept = read_photo(with_exif(6))

    picture = opened(kept.content)
    assert (kept.width, kept.height) == picture.size == (200, 300)
    red, _, blue = picture.getpixel((100, 20))
    assert red > 200 > blue
    assert not picture.getexif()
    assert PLACE.encode() not in kept.content
    assert "comment" not in picture.info


def test_a_large_picture_gets_2000_pixels_on_its_longest_side():
    kept = read_photo(chart(size=(5000, 2500)))
    assert (kept.width, kept.height) == (2000, 1000)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_formats_become_jpeg_on_white_paper(form):
    kept = read_photo(chart(form, mode="RGBA"))
    assert opened(kept.content).format == "JPEG"


def test_what_is_see_through_becomes_white():
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(read_photo(out.getvalue()).content).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"GIF89a" + b"x" * 50, "unknown_kind"),
        (b"%PDF-1.7", "unknown_kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_kind"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "heic"),
        (png_header(8_000, 5_001), "too_many_pixels"),
        (png_header(1 << 30, 1 << 30), "too_many_pixels"),
        (png_header(4_000, 4_000), "damaged"),
        (chart()[:400], "damaged"),
        (b"\xff\xd8\xff" + b"\0" * 500, "damaged"),
        (b"RIFF\0\0\0\0WEBP" + b"x" * 80, "damaged"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_with_a_reason(content, reason):
    with pytest.raises(PhotoRefused) as refused:
        read_photo(content)
    assert refused.value.reason == reason
    assert str(refused.value).endswith(".")


def test_a_picture_larger_than_20_mb_is_not_opened(monkeypatch):
    monkeypatch.setattr("workshops.shrinking.MOST_BYTES", 100)
    with pytest.raises(PhotoRefused, match="mere end 20 MB"):
        read_photo(chart())


def test_the_size_is_read_from_the_header_alone():
    assert shrink(png_header(40_000, 1_001), "PNG") == {"refused": "too_many_pixels"}


# --- Through the pages -------------------------------------------------------------------------


def test_a_facilitator_hangs_a_picture_and_takes_it_down(
    client, board, settings, django_capture_on_commit_callbacks
):
    answer = upload(client, board, sharing="network")
    photo = Photo.objects.get()
    stored = photo.picture.path

    assert answer.url == f"/workshops/{board.pk}/photos/"
    assert (photo.alt, photo.sharing) == ("Fire pile og ordet sammen", "network")
    assert stored.endswith(f"{photo.pk}.jpg")
    page = body(client.get(answer.url))
    assert f'src="/workshops/{board.pk}/photos/{photo.pk}.jpg"' in page
    assert 'alt="Fire pile og ordet sammen"' in page
    picture = client.get(f"/workshops/{board.pk}/photos/{photo.pk}.jpg")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture.headers["Cache-Control"] == "no-store, private"
    assert opened(picture.content).size == (300, 200)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/workshops/{board.pk}/photos/{photo.pk}/delete/")
    assert not Photo.objects.exists()
    with pytest.raises(FileNotFoundError):
        open(stored)  # noqa: SIM115


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"alt": " "}, "Skriv, hvad der står på arket."),
        ({"alt": "x" * 501}, "500"),
        ({"alt": "a\x00b"}, ""),
        ({"sharing": "verden"}, "verden"),
        ({"content": b"GIF89a"}, "Vælg et billede i formatet JPEG, PNG eller WebP."),
        ({"content": b"\0\0\0\x18ftypheic"}, "vælg det under Fotos i stedet for Filer"),
        ({"content": b""}, "Filen er tom."),
    ],
)
def test_a_picture_without_words_or_of_another_kind_is_refused(client, board, typed, sentence):
    answer = upload(client, board, **typed)

    assert answer.status_code == 422
    assert sentence in body(answer)
    assert not Photo.objects.exists()


def test_no_picture_at_all_is_a_sentence_and_the_words_stay(client, board):
    answer = client.post(f"/workshops/{board.pk}/photos/", {"alt": "Fire pile"})

    assert answer.status_code == 422
    assert "Vælg et billede." in body(answer)
    assert ">\nFire pile</textarea>" in body(answer)


def test_words_are_shown_as_words(client, board):
    upload(client, board, alt='"><script>alert(1)</script>')
    page = body(client.get(f"/workshops/{board.pk}/photos/"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_archived_workshop_keeps_its_pictures_and_takes_no_more(client):
    client.force_login(member("facilitator"))
    workshop = WorkshopFactory(state="closed")
    photo = photo_on(workshop)
    workshop.archive()

    upload(client, workshop)
    client.post(f"/workshops/{workshop.pk}/photos/{photo.pk}/delete/")

    assert Photo.objects.get() == photo
    assert client.get(photo.get_absolute_url()).status_code == 200
    assert 'name="picture"' not in body(client.get(f"/workshops/{workshop.pk}/photos/"))


def test_the_41st_picture_is_one_too_many(client, board, monkeypatch):
    monkeypatch.setattr("workshops.models.photo.MOST_PHOTOS", 1)
    photo_on(board)

    answer = upload(client, board)

    assert answer.status_code == 422
    assert "Her hænger allerede 40 billeder." in body(answer)


def sees(who, photo):
    return Photo.objects.visible_to(who).filter(pk=photo.pk).exists()


def test_a_picture_goes_no_further_than_its_own_word_and_the_workshops(client):
    workshop = WorkshopFactory(state="closed", sharing="public")
    own, network, public = (photo_on(workshop, sharing=s) for s in ("own", "network", "public"))
    stranger = actor("staff", "9902")

    assert [client.get(it.get_absolute_url()).status_code for it in (own, network, public)] == [
        404, 404, 200,
    ]  # fmt: skip
    assert [sees(stranger, it) for it in (own, network, public)] == [False, True, True]
    workshop.sharing = "own"
    workshop.save()
    assert client.get(public.get_absolute_url()).status_code == 404


def test_a_picture_stays_in_while_the_workshop_is_open():
    photo = photo_on(WorkshopFactory(state="open", sharing="public"), sharing="public")
    assert not sees(actor("coordinator", "9902"), photo)


def test_a_guest_sees_it_and_the_room_only_after_the_reveal():
    workshop = WorkshopFactory(state="open", hide_until_reveal=True)
    workshop.cohosts.add(MunicipalityFactory(code="9902"))
    workshop.is_hidden = True
    workshop.save()
    photo = photo_on(workshop)

    assert sees(actor("facilitator", "9902"), photo)
    assert not sees(actor("staff", "9902"), photo)
    workshop.is_hidden = False
    workshop.save()
    assert sees(actor("staff", "9902"), photo)


def test_a_participant_sees_the_pictures_of_the_own_room_alone(client, rf):
    board, other = WorkshopFactory(state="open"), WorkshopFactory(state="open")
    client.post(f"/j/{board.token}/")
    mine, theirs = photo_on(board), photo_on(other)

    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    swapped = f"/workshops/{board.pk}/photos/{theirs.pk}.jpg"
    assert client.get(swapped).status_code == 404


def test_the_file_is_nowhere_to_be_had_past_the_view(client, board):
    photo = photo_on(board)
    assert client.get(f"/media/{photo.picture.name}").status_code == 404


def test_a_page_of_pictures_costs_the_same_however_many(
    client, board, django_assert_max_num_queries
):
    for _ in range(12):
        photo_on(board)
    with django_assert_max_num_queries(7):
        client.get(f"/workshops/{board.pk}/photos/")


@pytest.mark.parametrize("page", ["", "minutes/"])
def test_the_board_and_the_minutes_show_it(client, board, page):
    photo = photo_on(board, alt="Fire pile")

    told = body(client.get(f"/workshops/{board.pk}/{page}"))

    assert f'src="{photo.get_absolute_url()}"' in told
    assert 'alt="Fire pile"' in told


def test_files_say_in_words_what_the_pictures_show(client, board):
    photo_on(board, alt="Fire pile og ordet sammen")

    text = body(client.get(f"/workshops/{board.pk}/minutes.txt"))

    assert "Billeder fra rummet" in text
    assert "Fire pile og ordet sammen" in text
    page = body(client.get(f"/workshops/{board.pk}/minutes/"))
    assert page.count("Billeder fra rummet") == 1


def test_minutes_that_travel_tell_only_of_pictures_that_may(client):
    workshop = WorkshopFactory(state="closed", sharing="public")
    photo_on(workshop, alt="Vores eget ark")
    photo_on(workshop, alt="Et ark til alle", sharing="public")

    text = body(client.get(f"/workshops/{workshop.pk}/minutes.txt"))

    assert "Et ark til alle" in text
    assert "Vores eget ark" not in text


# --- Other words afterwards ----------------------------------------------------------------------


def edit(client, photo, **typed):
    words = {"alt": "Fire pile og to cirkler", "version": photo.version, **typed}
    return client.post(f"/workshops/{photo.workshop_id}/photos/{photo.pk}/edit/", words)


def test_the_words_under_a_picture_are_changed_and_the_picture_stays(client, board):
    photo = photo_on(board, "Fire pile")
    page = body(client.get(f"/workshops/{board.pk}/photos/"))
    assert f'href="/workshops/{board.pk}/photos/{photo.pk}/edit/"' in page
    form = body(client.get(f"/workshops/{board.pk}/photos/{photo.pk}/edit/"))
    assert ">\nFire pile</textarea>" in form

    answer = edit(client, photo, sharing="network")

    assert answer.status_code == 302
    after = Photo.objects.get()
    assert (after.alt, after.sharing, after.picture.name) == (
        "Fire pile og to cirkler",
        "network",
        photo.picture.name,
    )
    assert 'alt="Fire pile og to cirkler"' in body(client.get(f"/workshops/{board.pk}/"))


def test_two_who_change_the_words_see_both(client, board):
    photo = photo_on(board, "Fire pile")
    edit(client, photo, alt="Fem pile")

    late = edit(client, photo, alt="Seks pile")

    page = body(late)
    assert late.status_code == 409
    assert "Fem pile" in page
    assert "Seks pile" in page
    assert Photo.objects.get().alt == "Fem pile"
    photo.refresh_from_db()
    assert f'name="version" value="{photo.version}"' in page
    assert edit(client, photo, alt="Seks pile").status_code == 302


def test_a_number_that_looks_like_cpr_is_asked_about_under_a_picture(client, board):
    photo = photo_on(board, "Fire pile")
    words = "Karla, 010190-1234"

    for asked in (edit(client, photo, alt=words), upload(client, board, alt=words)):
        assert asked.status_code == 422
        assert "Det ligner et CPR-nummer." in body(asked)
        assert 'name="anyway"' in body(asked)
        assert words in body(asked)
    assert list(Photo.objects.values_list("alt", flat=True)) == ["Fire pile"]

    assert edit(client, photo, alt=words, anyway="1").status_code == 302
    assert upload(client, board, alt=words, anyway="1").status_code == 302
    assert Photo.objects.filter(alt=words).count() == 2


@pytest.mark.parametrize(
    "wrong", [{"alt": ""}, {"alt": "a" * 501}, {"version": "x"}, {"sharing": "x"}]
)
def test_wrong_words_are_one_sentence_and_nothing_is_stored(client, board, wrong):
    photo = photo_on(board, "Fire pile")

    assert edit(client, photo, **wrong).status_code == 422

    assert Photo.objects.get().alt == "Fire pile"


def test_an_archived_workshops_words_stay_as_they_are(client, board):
    photo = photo_on(board, "Fire pile")
    board.archive()

    assert edit(client, photo).status_code == 302

    assert Photo.objects.get().alt == "Fire pile"
