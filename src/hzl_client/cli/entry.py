"""The command line: find the command, run it, turn errors into advice and codes."""

import argparse
import logging
import sys
from collections.abc import Callable, Mapping, Sequence

from hzl_client.cli.arguments import parser
from hzl_client.cli.german import speak_german
from hzl_client.cli.output import Exit, Output, speak_utf8

Command = Callable[[argparse.Namespace, Output], Exit]
Program = Callable[[Sequence[str]], int]  # reads its own options
NO_PROGRAMS: Mapping[str, Program] = {}


def main(
    arguments: Sequence[str], programs: Mapping[str, Program] = NO_PROGRAMS
) -> int:
    """`programs` are commands that need the window; `__main__` knows both faces."""
    speak_utf8()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    program = {"intermediary": _intermediary, **programs}.get((*arguments, "")[0])
    if program is not None:
        speak_german()
        return _guarded(Output(as_json=False), lambda: program(arguments[1:]))
    options = parser().parse_args(arguments)
    output = Output(as_json=getattr(options, "json", False))
    return _guarded(output, lambda: _command(options)(options, output))


def _guarded(output: Output, work: Callable[[], int]) -> int:
    try:
        return work()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:  # whoever read along has seen enough
        sys.stderr.close()
        return Exit.OK
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return output.error(error)


def _command(options: argparse.Namespace) -> Command:
    """Imported one by one: `osci open` needs no database, `fetch` no reader."""
    name = options.command
    if name == "osci":
        from hzl_client.cli.recorded import open_recorded  # noqa: PLC0415

        return open_recorded
    if name == "mailbox":
        return _mailbox_command(options.action)
    if name == "evidence":
        from hzl_client.cli.evidence import evidence  # noqa: PLC0415

        return evidence
    if name == "overlay":
        from hzl_client.cli.overlay import check  # noqa: PLC0415

        return check
    from hzl_client.cli import messages  # noqa: PLC0415

    return {
        "fetch": messages.fetch,
        "waiting": messages.waiting,
        "list": messages.list_records,
        "show": messages.show,
        "export": messages.export,
    }[name]


def _mailbox_command(action: str) -> Command:
    from hzl_client.cli import (  # noqa: PLC0415
        mailbox,
        mailbox_identity,
        mailbox_office,
        mailbox_sending,
        overlay,
    )

    return {
        "identity": mailbox_identity.identity,
        "sending": mailbox_sending.sending,
        "office": mailbox_office.office,
        "overlay": overlay.choose,
        "create": mailbox.create,
        "practice": mailbox.practice,
        "list": mailbox.list_mailboxes,
        "pin": mailbox.pin,
        "proxy": mailbox.proxy,
    }[action]


def _intermediary(arguments: Sequence[str]) -> int:
    from hzl_client.intermediary.main import main as intermediary  # noqa: PLC0415

    return intermediary(arguments)
