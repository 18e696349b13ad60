"""The mailbox key comes back by passphrase or key store, and by nothing else."""

import json
import stat
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.key_store import AbsentKeyStore, MemoryKeyStore
from hzl_client.errors import (
    DiskFailed,
    KeyStoreUnavailable,
    MailboxExists,
    NoMailbox,
    StoreDamaged,
    StoreTooNew,
    WrongPassphrase,
)
from hzl_client.keys import unlock
from hzl_client.keys.unlock import FILE, Cost
from hzl_client.keys.vault import MailboxKey

CHEAP = Cost(n=2, r=1, p=1)
KEY = MailboxKey.new()


def create(folder, key_store=None):
    unlock.create(folder, KEY, "übung", key_store, cost=CHEAP)


def reason(folder, passphrase, key_store=None):
    with pytest.raises(WrongPassphrase) as caught:
        unlock.unlock(folder, passphrase, key_store)
    return caught.value.facts["reason"]


def edited(folder, **changes):
    path = folder / FILE
    document = json.loads(path.read_bytes())
    path.write_text(json.dumps(document | changes))


def test_a_passphrase_opens(tmp_path):
    create(tmp_path)
    assert unlock.unlock(tmp_path, "übung", None) == KEY
    assert unlock.unlock(tmp_path, "u\N{COMBINING DIAERESIS}bung", None) == KEY


def test_a_wrong_or_missing_passphrase_does_not(tmp_path):
    create(tmp_path)
    assert reason(tmp_path, "Übung") == "wrong"
    assert reason(tmp_path, "") == "wrong"
    assert reason(tmp_path, None) == "needed"


def test_the_real_cost_is_what_it_should_be(tmp_path):
    """In a process that does not lower it for the tests."""
    asked = "from hzl_client.keys import unlock; print(unlock.USUAL.n, unlock.USUAL.r)"
    told = subprocess.check_output([sys.executable, "-c", asked], text=True)  # noqa: S603
    n, r = map(int, told.split())
    assert n * r >= 2**18
    unlock.create(tmp_path, KEY, "uebung", None, cost=Cost(n=n, r=r))
    assert unlock.unlock(tmp_path, "uebung", None) == KEY


def test_the_key_store_opens_without_a_passphrase(tmp_path):
    store = MemoryKeyStore()
    create(tmp_path, store)
    assert unlock.unlock(tmp_path, None, store) == KEY
    assert unlock.unlock(tmp_path, "übung", None) == KEY


def test_a_given_passphrase_counts_even_beside_a_key_store(tmp_path):
    store = MemoryKeyStore()
    create(tmp_path, store)
    assert reason(tmp_path, "wrong", store) == "wrong"


def test_a_lost_entry_of_the_key_store_is_renewed(tmp_path):
    store = MemoryKeyStore()
    create(tmp_path, store)
    store.kept.clear()
    assert reason(tmp_path, None, store) == "needed"
    assert unlock.unlock(tmp_path, "übung", store) == KEY
    assert unlock.unlock(tmp_path, None, store) == KEY


def test_who_wanted_no_key_store_gets_none(tmp_path):
    store = MemoryKeyStore()
    create(tmp_path)
    assert unlock.unlock(tmp_path, "übung", store) == KEY
    assert store.kept == {}


def test_an_absent_key_store_asks_for_the_passphrase(tmp_path):
    create(tmp_path, MemoryKeyStore())
    assert reason(tmp_path, None, AbsentKeyStore()) == "needed"
    assert unlock.unlock(tmp_path, "übung", AbsentKeyStore()) == KEY


def test_without_the_wanted_key_store_nothing_is_made(tmp_path):
    with pytest.raises(KeyStoreUnavailable):
        create(tmp_path, AbsentKeyStore())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [MailboxKey.new().raw, b"short"])
def test_a_foreign_key_in_the_key_store_is_noticed(tmp_path, value):
    store = MemoryKeyStore()
    create(tmp_path, store)
    store.kept = dict.fromkeys(store.kept, value)
    assert reason(tmp_path, None, store) == "needed"


def test_forgetting_leaves_the_passphrase(tmp_path):
    store = MemoryKeyStore()
    create(tmp_path, store)
    unlock.forget(tmp_path, store)
    assert store.kept == {}
    assert unlock.unlock(tmp_path, "übung", None) == KEY


def test_an_existing_key_is_never_overwritten(tmp_path):
    create(tmp_path)
    with pytest.raises(MailboxExists):
        unlock.create(tmp_path, KEY, "other", None, cost=CHEAP)
    assert unlock.unlock(tmp_path, "übung", None) == KEY


def test_two_mailboxes_do_not_share_an_entry(tmp_path):
    store = MemoryKeyStore()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        create(tmp_path / name, store)
    assert len(store.kept) == 2


def test_the_file_is_its_owners_alone_and_holds_no_key(tmp_path):
    create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    content = (tmp_path / FILE).read_bytes()
    assert KEY.raw not in content
    assert KEY.raw.hex().encode() not in content


def test_missing_unreadable_and_unwritable_have_names(tmp_path):
    with pytest.raises(NoMailbox):
        unlock.unlock(tmp_path, "x", None)
    with pytest.raises(DiskFailed):
        create(tmp_path / "nowhere")
    (tmp_path / FILE).mkdir()
    with pytest.raises(DiskFailed):
        unlock.unlock(tmp_path, "x", None)


def test_a_newer_format_is_refused(tmp_path):
    create(tmp_path)
    edited(tmp_path, format=2)
    with pytest.raises(StoreTooNew):
        unlock.unlock(tmp_path, "übung", None)


@pytest.mark.parametrize(
    ("n", "r", "p"),
    [
        (2**40, 8, 1),
        (2**20, 16, 1),
        (2**15, 2**30, 1),
        (3, 8, 1),
        (2, 1, 99),
        (0, 0, 0),
        (float("inf"), 8, 1),
    ],
)
def test_no_file_can_exhaust_the_machine(tmp_path, n, r, p):
    create(tmp_path)
    salt = json.loads((tmp_path / FILE).read_bytes())["scrypt"]["salt"]
    edited(tmp_path, scrypt={"n": n, "r": r, "p": p, "salt": salt})
    with pytest.raises(StoreDamaged):
        unlock.unlock(tmp_path, "übung", None)


@pytest.mark.parametrize("content", [b"", b"[]", b"[" * 100_000, b"\xff", b"{}"])
def test_what_is_no_key_file_is_damage(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(StoreDamaged):
        unlock.unlock(tmp_path, "x", None)


@given(st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("mailbox")
    create(folder)
    raw = (folder / FILE).read_bytes()
    place = data.draw(st.integers(0, len(raw) - 1))
    (folder / FILE).write_bytes(raw[:place] + raw[place + 1 :])
    with suppress(StoreDamaged, WrongPassphrase):
        assert unlock.unlock(folder, "übung", None) == KEY


def test_render_and_parse_are_twins(tmp_path):
    create(tmp_path)
    raw = (tmp_path / FILE).read_bytes()
    assert unlock.render(unlock.parse(raw)) == raw


def test_keys_need_neither_database_nor_key_store_library():
    program = (
        "import sys, hzl_client.keys.spool, hzl_client.keys.identity, "
        "hzl_client.keys.unlock, hzl_client.keys.keyring; "
        "print([m for m in ('sqlalchemy', 'alembic', 'keyring') if m in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
