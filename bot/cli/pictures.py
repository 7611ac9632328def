"""A picture in a terminal: it is written to a file, and its path is said."""

import tempfile
from pathlib import Path

from bot.cli.words import printed
from bot.errors import PasseurError
from bot.features.questionnaires.replies import ResultPicture
from bot.messages.drawing import png
from bot.messages.questionnaire_picture import picture
from bot.messages.render import Renderer


class PictureFileError(PasseurError):
    """The picture cannot be written there."""


def drawn(reply: ResultPicture, render: Renderer, file: Path | None) -> str:
    """Where the picture is now, in words: in `file`, or in a new folder; or what is missing to draw it.

    Raises PictureFileError.
    """
    shown = picture(render, reply)
    made = png(shown.svg)
    if made is None:
        return printed("picture.txt.j2", reply.language, path=None)
    path = file or Path(tempfile.mkdtemp(prefix="passeur-")) / shown.name
    try:
        path.write_bytes(made)
    except OSError as error:
        raise PictureFileError(f"The picture can't be written to '{path}': {error.strerror}.") from error
    return printed("picture.txt.j2", reply.language, path=str(path))
