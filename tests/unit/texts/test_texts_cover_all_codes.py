"""Every code the program can utter has a German text; none is left in English."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import hzl_client
from hzl_client import errors
from hzl_client.documents.document import Reason
from hzl_client.errors import Fault, HzlError, RefusedOrder
from hzl_client.texts import advice_for, sentence
from hzl_client.texts.errors import ERRORS
from hzl_client.texts.facts import REASONS, fact_lines
from hzl_client.texts.osci_codes import FAULTS, FEEDBACK
from hzl_client.texts.sentences import SENTENCES

SOURCES = Path(hzl_client.__file__).parent


def family(kind: type[HzlError]) -> Iterator[type[HzlError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from family(child)


def load_every_module() -> None:
    """Errors may be declared in the module that raises them."""
    for module in pkgutil.walk_packages(hzl_client.__path__, "hzl_client."):
        if not module.name.endswith(("__main__", ".env")):  # they run when imported
            importlib.import_module(module.name)


def string_constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def first_string(node: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return names.get(node.id) if isinstance(node, ast.Name) else None


def codes_in(source: Path) -> Iterator[str]:
    """First argument of `Finding(…)`, second of `….add_event(record, …)`."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names = string_constants(tree)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        match call.func:
            case ast.Name("Finding") if call.args:
                code = first_string(call.args[0], names)
            case ast.Attribute(_, "add_event") if len(call.args) > 1:
                code = first_string(call.args[1], names)
            case _:
                continue
        if code is not None:
            yield code


def test_every_error_class_has_advice_of_its_own():
    load_every_module()
    assert {kind.code for kind in family(HzlError)} <= ERRORS.keys()


def test_every_finding_and_event_code_has_a_sentence():
    used = {code for source in SOURCES.rglob("*.py") for code in codes_in(source)}
    assert used
    assert sorted(used - SENTENCES.keys() - ERRORS.keys()) == []


def test_the_search_for_codes_sees_constants_and_events(tmp_path):
    source = tmp_path / "module.py"
    source.write_text(
        'A = "by-name"\nFinding(A)\nFinding("literal", "x")\n'
        'mailbox.add_event(record, "event")\nFinding(error.code)\n'
    )
    assert sorted(codes_in(source)) == ["by-name", "event", "literal"]


@pytest.mark.parametrize("code", sorted(ERRORS))
def test_advice_answers_all_three_questions(code):
    advice = ERRORS[code]
    for text in (advice.what, advice.lost, advice.do):
        assert text[0].isupper()
        assert text.endswith(".")


@pytest.mark.parametrize("text", sorted(SENTENCES.values()))
def test_sentences_are_sentences(text):
    assert text[0].isupper() or text[0] == "„"
    assert text.endswith(".")


@pytest.mark.parametrize("code", sorted(FEEDBACK))
def test_refused_orders_speak_their_own_words(code):
    advice = advice_for(RefusedOrder(code))
    assert sentence(f"feedback:{code}") == FEEDBACK[code]
    if code not in {"9803", "9804"}:
        assert FEEDBACK[code] in advice.what


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_faults_speak_their_own_words(code):
    assert advice_for(Fault(code)).what == FAULTS[code] == sentence(f"fault:{code}")


@pytest.mark.parametrize("number", ["9999", "soap:Server", ""])
def test_unknown_numbers_still_get_advice(number):
    for error in (Fault(number), RefusedOrder(number)):
        assert advice_for(error).do


def test_an_unknown_feedback_code_is_read_by_its_first_digit():
    assert "Warnung" in sentence("feedback:3999")
    assert "abgelehnt" in sentence("feedback:9999")


def test_a_class_without_text_falls_back_to_its_family():
    class Novelty(errors.TrustError):
        code = "trust"  # a code of its own would rightly fail the first test

    assert advice_for(Novelty()) == ERRORS["trust"]


def test_a_bug_is_unexpected_for_the_reader():
    assert advice_for(ZeroDivisionError()) == ERRORS["unexpected"]


def test_detail_stands_before_the_full_stop():
    assert sentence("xml", "a/b").endswith(" (a/b).")
    assert sentence("unheard-of") == "Hinweis „unheard-of“."


def reasons_in(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.keyword("reason", ast.Constant(str(reason))):
                yield reason


def test_every_reason_is_said_in_german():
    used = {reason for source in SOURCES.rglob("*.py") for reason in reasons_in(source)}
    assert sorted((used | set(Reason)) - REASONS.keys()) == []
    assert fact_lines(errors.WrongPassphrase(reason="wrong")) == (
        ("Grund", REASONS["wrong"]),
    )


def test_facts_have_german_labels():
    error = errors.SupplierNotPinned("first contact", fingerprint="ab", subject=None)
    assert fact_lines(error) == (("Fingerabdruck (SHA-256)", "ab"),)
    assert fact_lines(ValueError()) == ()
