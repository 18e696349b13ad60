"""The child process: reads requests, answers them one by one, dies when told nothing.

Started by `documents.launch`; never imported by the program itself.
"""

import os
import signal
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

from hzl_client.documents import answers, frames, limits, printed_form
from hzl_client.documents.document import MAX_BYTES, Reason
from hzl_client.documents.frames import Frame
from hzl_client.documents.mupdf import Locked, Reader, Refused


def main() -> None:
    requests, replies = _own_pipes()
    limits.contain()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent
    reader = Reader()
    _send(replies, Frame({"ready": True}, b""))
    while (frame := frames.read(requests, MAX_BYTES)) is not None:
        _send(replies, _answer(reader, frame))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Nothing that a library prints may get between our frames."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, replies


def _send(replies: BinaryIO, frame: Frame) -> None:
    replies.write(frames.render_head(frame.header, len(frame.body)))
    replies.write(frame.body)
    replies.flush()


def _answer(reader: Reader, frame: Frame) -> Frame:
    request: Mapping[str, Any] = frame.header  # written by our own parent
    limits.allow(request["seconds"])
    try:
        for handle in request["drop"]:
            reader.close(handle)
        return _work(reader, request, frame.body)
    except Locked as locked:
        return answers.locked(wrong=locked.wrong)
    except Refused as refused:
        return answers.refused(refused.reason)
    except Exception as error:  # noqa: BLE001 - the library raises whatever it likes
        if isinstance(error, MemoryError) or "malloc" in str(error):
            os._exit(frames.OUT_OF_MEMORY)  # what is left of us is not to be trusted
        return answers.refused(Reason.DAMAGED)


def _work(reader: Reader, request: Mapping[str, Any], body: bytes) -> Frame:
    handle = request["handle"]
    match request["do"]:
        case "open":
            media_type, password = request["media_type"], request["password"]
            return answers.opened(reader.open(handle, media_type, body, password))
        case "render":
            page, width = request["page"], request["width"]
            image = reader.render(handle, page, width, request["rotation"])
            return answers.picture(image)
        case "search":
            needle, whole = request["needle"], request["whole"]
            part = reader.search(handle, needle, request["page"], whole=whole)
            return answers.found(part)
        case "words":
            return answers.words(reader.words(handle, request["page"]))
        case "form":
            return answers.form(printed_form.read(reader.printed_pages(handle)))
        case _:
            return answers.text(reader.text(handle, request["page"]))
