"""The list as a file, in the columns of the contract, with what the reader may see."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from practices.catalogue.listing import Listing
from practices.export import csv_lines_of, json_lines, write_xlsx
from sdg_platform.accounts.requests import Request
from sdg_platform.exports.writers import WRITERS, file_name

CONTENT_TYPES = {
    "xlsx": WRITERS["xlsx"].content_type,
    "csv": WRITERS["csv"].content_type,
    "json": "application/json",
}


@require_safe
def practice_export(request: Request, extension: str) -> HttpResponseBase:
    """A workbook is written to a file row by row: a list of any length takes little memory."""
    listing = Listing.read(request.GET, request.actor)
    rows = listing.rows(request.build_absolute_uri, extras=extension == "json")
    response: HttpResponse | FileResponse
    if extension == "xlsx":
        file = TemporaryFile()  # noqa: SIM115 - the response closes it when it was sent
        write_xlsx(file, rows)
        file.seek(0)
        response = FileResponse(file, content_type=CONTENT_TYPES[extension])
    else:
        lines = csv_lines_of(rows) if extension == "csv" else json_lines(rows)
        response = HttpResponse(lines, content_type=CONTENT_TYPES[extension])
    name = file_name(gettext("praksisser"), extension)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response
