"""Static files as they are sent: our scripts without what only their readers need."""

from typing import Final

from django.core.files.base import ContentFile, File
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What other packages bring comes short already.
OURS: Final = "js/"


def shortened(script: str) -> str:
    r"""`script` without its comments and margins; what stands in strings stays.

    >>> shortened("// Says why.\nconst a = `x  //y`;\n\nstart(a);\n")
    'const a=`x  //y`;start(a);'
    """
    return str(jsmin(script))


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """With a hash in each name, that of the file as it was written, and compressed beside it."""

    def _save(self, name: str, content: File) -> str:
        if name.startswith(OURS) and name.endswith(".js"):
            content = ContentFile(shortened(content.read().decode()).encode(), name)
        return str(super()._save(name, content))
