"""argparse speaks German: its messages run through the hooks it keeps for gettext."""

import argparse

_MESSAGES = {
    "usage: ": "Aufruf: ",
    "positional arguments": "Angaben",
    "options": "Optionen",
    "show this help message and exit": "diese Hilfe zeigen und enden",
    "show program's version number and exit": "die Fassung des Programms zeigen",
    "%(prog)s: error: %(message)s\n": "%(prog)s: Fehler: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "es fehlt: %s",
    "unrecognized arguments: %s": "unbekannte Angaben: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        "%(value)r gibt es nicht (zur Wahl stehen %(choices)s)"
    ),
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "%(parser_name)r gibt es nicht (zur Wahl stehen %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r passt nicht (%(type)s)",
    "expected one argument": "es fehlt eine Angabe",
    "expected at most one argument": "höchstens eine Angabe ist möglich",
    "expected at least one argument": "mindestens eine Angabe fehlt",
    "expected %s argument": "%s Angabe ist nötig",
    "expected %s arguments": "%s Angaben sind nötig",
    "ambiguous option: %(option)s could match %(matches)s": (
        "%(option)s ist nicht eindeutig (möglich sind %(matches)s)"
    ),
    "ignored explicit argument %r": "die Angabe %r ist hier nicht möglich",
    "not allowed with argument %s": "nicht zusammen mit %s möglich",
    "one of the arguments %s is required": "eine dieser Angaben fehlt: %s",
}


def translate(message: str) -> str:
    """A message this table does not know (a newer Python's) stays English."""
    return _MESSAGES.get(message, message)


def translate_plural(one: str, many: str, count: int) -> str:
    return translate(one if count == 1 else many)


def speak_german() -> None:
    """Once per process, before a parser is built."""
    hooks = {"_": translate, "ngettext": translate_plural}
    for name, hook in hooks.items():
        setattr(argparse, name, hook)
