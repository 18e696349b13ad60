"""What counts as left behind after a removal."""

from installer.snapshot import Snapshot

from installer import snapshot


def after(*, files=(), keys=()):
    nothing = Snapshot(frozenset(), frozenset())
    return snapshot.left_behind(nothing, Snapshot(frozenset(files), frozenset(keys)))


def test_mailboxes_and_their_secrets_are_the_users():
    assert not after(
        files=["users/anna/AppData/Local/hzl-client/mailboxes/a/mailbox.db"],
        keys=[r"[HKEY_CURRENT_USER\Software\Wine\Credential Manager\x]"],
    )


def test_everything_else_is_left_behind():
    files = ["Program Files/HzL-Client/lib", "users/anna/Desktop/HzL-Client.lnk"]
    key = r"[HKEY_LOCAL_MACHINE\SOFTWARE\HzL-Client]"
    assert after(files=files, keys=[key]) == sorted([*files, key])


def test_a_damaged_a_missing_and_a_surplus_file_are_told(tmp_path):
    for tree, files in {
        "a": {"same": "1", "changed": "1", "missing": "1"},
        "b": {"same": "1", "changed": "2", "surplus": "1"},
    }.items():
        (tmp_path / tree).mkdir()
        for name, text in files.items():
            (tmp_path / tree / name).write_text(text)
    assert snapshot.differences(tmp_path / "a", tmp_path / "b") == [
        "changed changed",
        "missing missing",
        "surplus surplus",
    ]
