"""Where mailboxes lie."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hzl_client import settings as settings_file
from hzl_client.errors import MailboxExists
from hzl_client.services import profile
from hzl_client.settings import MailboxSettings

SETTINGS = MailboxSettings("Sozialamt", "https://intermediaer.example/osci", "")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Sozialamt Musterhausen", "sozialamt-musterhausen"),
        ("Straße & Übung (TEST)", "strasse-uebung-test"),
        ("U\u0308bung", "uebung"),
        ("../../etc", "etc"),
        ("CON", "postfach-con"),
        ("社会", "postfach"),
    ],
)
def test_names_of_folders(title, slug):
    assert profile.slug(title) == slug


@given(st.text(max_size=300))
def test_every_title_makes_a_name_for_every_system(title):
    name = profile.slug(title)
    assert name.isascii()
    assert 0 < len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert profile.slug(name) == name


def test_mailboxes_are_found_by_their_settings(tmp_path):
    assert profile.mailboxes(tmp_path) == ()
    folder = profile.new_folder(tmp_path, "Sozialamt")
    folder.mkdir(parents=True)
    settings_file.save(folder, SETTINGS)
    (folder.parent / "half-made.tmp").mkdir()
    (folder.parent / "a file").write_bytes(b"")
    (folder.parent / "broken").mkdir()
    (folder.parent / "broken" / settings_file.FILE).write_text("{")
    (entry,) = profile.mailboxes(tmp_path)
    assert (entry.slug, entry.settings) == ("sozialamt", SETTINGS)
    with pytest.raises(MailboxExists):
        profile.new_folder(tmp_path, "SOZIALAMT")


def test_the_chosen_profile_counts(tmp_path):
    assert profile.profile_folder(tmp_path) == tmp_path
    assert profile.profile_folder(None).name == "hzl-client"
