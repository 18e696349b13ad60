"""What people read, by code: errors, findings, events. German, Sie-Form.

New advice goes into `errors`, new sentences into `sentences`.
"""

from dataclasses import replace

from hzl_client.errors import AlgorithmRefused, HzlError
from hzl_client.texts.advice import Advice
from hzl_client.texts.errors import ERRORS
from hzl_client.texts.osci_advice import fault_advice, feedback_advice
from hzl_client.texts.osci_codes import fault_sentence, feedback_sentence
from hzl_client.texts.sentences import SENTENCES


def advice_for(error: BaseException) -> Advice:
    """By name, then code, then family; what is no HzlError is our bug."""
    if not isinstance(error, HzlError):
        return ERRORS["unexpected"]
    advice = _numbered_advice(error.name) or _advice_by_class(error)
    if isinstance(error, AlgorithmRefused) and (name := error.facts.get("algorithm")):
        return replace(advice, what=_with_detail(advice.what, str(name)))
    return advice


def _numbered_advice(name: str) -> Advice | None:
    family, colon, number = name.partition(":")
    if not colon:
        return None
    if family == "fault":
        return fault_advice(number)
    return feedback_advice(number) if family == "feedback" else None


def _advice_by_class(error: HzlError) -> Advice:
    codes = [kind.code for kind in type(error).__mro__ if issubclass(kind, HzlError)]
    return next(ERRORS[code] for code in (error.name, *codes) if code in ERRORS)


def sentence(code: str, detail: str = "") -> str:
    """One German sentence; a detail follows in brackets before the full stop."""
    text = _sentence(code)
    return _with_detail(text, detail) if detail else text


def _with_detail(text: str, detail: str) -> str:
    return f"{text.removesuffix('.')} ({detail})."


def _sentence(code: str) -> str:
    family, _, number = code.partition(":")
    if family == "feedback" and number:
        return feedback_sentence(number)
    if family == "fault" and number:
        return fault_sentence(number)
    if code in SENTENCES:
        return SENTENCES[code]
    return ERRORS[code].what if code in ERRORS else f"Hinweis „{code}“."
