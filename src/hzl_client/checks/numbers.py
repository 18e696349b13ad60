"""Check digits: IBAN, tax, pension and health insurance numbers, postal codes."""

import re
from collections.abc import Iterable, Iterator

from hzl_client.checks.case import Case
from hzl_client.checks.check import Check
from hzl_client.model.hint import Evidence

_BLANKS = re.compile(r"[\s.\-/]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}")
_TAX_ID = re.compile(r"[0-9]{11}")
_PENSION = re.compile(r"[0-9]{8}[A-Z][0-9]{3}")
_HEALTH = re.compile(r"[A-Z][0-9]{9}")
_POSTAL = re.compile(r"[0-9]{5}")
_PENSION_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
_HEALTH_WEIGHTS = (1, 2) * 5
# Lengths of the IBAN registry (ISO 13616) for the countries we expect accounts in.
_LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("MK", "SI"), 19),
    **dict.fromkeys(("AT", "BA", "EE", "LT", "LU", "XK"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "GE", "IE", "ME", "RS"), 22),
    **dict.fromkeys(("GI",), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "RO", "SE", "SK", "MD"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "PL"), 28),
    **dict.fromkeys(("UA",), 29),
    **dict.fromkeys(("MT",), 31),
}


def compact(text: str) -> str:
    return _BLANKS.sub("", text).upper()


def iban_has_its_shape(iban: str) -> bool:
    return _IBAN.fullmatch(iban) is not None and _LENGTHS.get(
        iban[:2], len(iban)
    ) == len(iban)


def iban_is_right(iban: str) -> bool:
    """ISO 7064 mod 97-10: the first four signs at the end, letters as 10 to 35."""
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def tax_id_is_right(number: str) -> bool:
    """ISO 7064 mod 11,10."""
    product = 10
    for digit in number[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(number[10])


def pension_number_is_right(number: str) -> bool:
    """§ 2 VKVV: cross sums of the weighted digits, the letter as two of them."""
    return _weighted(_spelled(number[:-1]), _PENSION_WEIGHTS) == int(number[-1])


def health_number_is_right(number: str) -> bool:
    """§ 290 SGB V: the same with weights 1 and 2."""
    return _weighted(_spelled(number[:-1]), _HEALTH_WEIGHTS) == int(number[-1])


def _spelled(number: str) -> str:
    """B → 02"""
    letters = (s if s.isdigit() else f"{ord(s) - ord('A') + 1:02}" for s in number)
    return "".join(letters)


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    products = (int(d) * w for d, w in zip(digits, weights, strict=True))
    return sum(product // 10 + product % 10 for product in products) % 10


def _ibans(case: Case) -> tuple[Evidence, ...]:
    return case.values([("iban",), ("IBAN",)], "^IBAN")


def _iban_length(case: Case) -> Iterator[Evidence]:
    return (e for e in _ibans(case) if not iban_has_its_shape(compact(e.value)))


def _iban_digit(case: Case) -> Iterator[Evidence]:
    for each in _ibans(case):
        iban = compact(each.value)
        if iban_has_its_shape(iban) and not iban_is_right(iban):
            yield each


def _tax_ids(case: Case) -> tuple[Evidence, ...]:
    names = [
        ("identifikationsnummer",),
        ("steuerID",),
        ("steueridentifikationsnummer",),
    ]
    return case.values(names, "^Steuer(-ID|identifikations)")


def _tax_digit(case: Case) -> Iterator[Evidence]:
    for each in _tax_ids(case):
        number = compact(each.value)
        if not _TAX_ID.fullmatch(number) or not tax_id_is_right(number):
            yield each


def _tax_test(case: Case) -> Iterator[Evidence]:
    """In a message that calls itself a test nobody needs to be told."""
    if not case.application.summary.test:
        yield from (e for e in _tax_ids(case) if compact(e.value).startswith("0"))


def _pension_numbers(case: Case) -> Iterator[Evidence]:
    """`versicherungsnummer` may be any insurance's: it must look like this one."""
    sure = [("rentenversicherungsnummer",), ("rvNummer",)]
    yield from case.values(sure, "^Rentenversicherungsnummer")
    rows = case.find("versicherungsnummer")
    yield from (r.evidence for r in rows if _PENSION.fullmatch(compact(r.text)))


def _pension_digit(case: Case) -> Iterator[Evidence]:
    for each in _pension_numbers(case):
        number = compact(each.value)
        if not _PENSION.fullmatch(number) or not pension_number_is_right(number):
            yield each


def _pension_birth(case: Case) -> Iterator[Evidence]:
    names = ("rentenversicherungsnummer", "rvNummer", "versicherungsnummer")
    for row in (row for name in names for row in case.find(name)):
        number, owner = compact(row.text), case.owner(row)
        if owner is None or owner.born is None or not _PENSION.fullmatch(number):
            continue
        # Where two people had the same number, 50 was added to the day (§ 2 VKVV).
        written = f"{int(number[2:4]) % 50:02}{number[4:8]}"
        if written != f"{owner.born:%d%m%y}":
            yield row.evidence
            yield owner.seen(f"{owner.born:%d.%m.%Y}")


def _health_digit(case: Case) -> Iterator[Evidence]:
    """Numbers of private insurers look otherwise and are not judged."""
    names = [("versichertennummer",), ("krankenversichertennummer",), ("kvnr",)]
    for each in case.values(names, "Versichertennummer"):
        number = compact(each.value)
        if _HEALTH.fullmatch(number) and not health_number_is_right(number):
            yield each


def _postal(case: Case) -> Iterable[Evidence]:
    rows = case.find("postleitzahl")
    at_home = (r for r in rows if "anschriftAusland" not in r.names)
    return (r.evidence for r in at_home if not _POSTAL.fullmatch(r.text))


CHECKS = (
    Check(
        "iban-length",
        "Die IBAN ist zu kurz, zu lang oder enthält falsche Zeichen. Bitte fragen Sie "
        "nach, bevor Sie sie übernehmen.",
        "ISO 13616 (IBAN)",
        _iban_length,
    ),
    Check(
        "iban-check-digit",
        "Die Prüfziffer der IBAN stimmt nicht: Wahrscheinlich ist eine Stelle "
        "vertippt. Bitte fragen Sie nach, bevor Sie sie übernehmen.",
        "ISO 13616 (IBAN)",
        _iban_digit,
    ),
    Check(
        "tax-id-check-digit",
        "Die Steuer-ID hat keine elf Ziffern, oder ihre Prüfziffer stimmt nicht.",
        "§ 139b AO",
        _tax_digit,
    ),
    Check(
        "tax-id-test",
        "Die Steuer-ID beginnt mit 0: Solche Nummern sind nur zum Testen vergeben.",
        "§ 139b AO",
        _tax_test,
    ),
    Check(
        "pension-number-check-digit",
        "Die Rentenversicherungsnummer hat nicht die übliche Form, oder ihre "
        "Prüfziffer stimmt nicht.",
        "§ 147 SGB VI",
        _pension_digit,
    ),
    Check(
        "pension-number-birth-date",
        "Das Geburtsdatum in der Rentenversicherungsnummer ist ein anderes als das "
        "angegebene.",
        "§ 147 SGB VI",
        _pension_birth,
    ),
    Check(
        "health-number-check-digit",
        "Die Prüfziffer der Krankenversichertennummer stimmt nicht.",
        "§ 290 SGB V",
        _health_digit,
    ),
    Check(
        "postal-code",
        "Eine Postleitzahl im Inland hat fünf Ziffern; diese hat sie nicht.",
        "allgemein",
        _postal,
    ),
)
