import pytest

from hzl_client.keys.vault import MailboxKey
from hzl_client.store.mailbox import Mailbox


@pytest.fixture
def key():
    return MailboxKey.new()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mailbox"


@pytest.fixture
def mailbox(folder, key):
    mailbox = Mailbox.create(folder, key)
    yield mailbox
    mailbox.close()
