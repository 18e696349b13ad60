"""The log of the database: brought home beside other work, and not more often."""

import time

import pytest
import sqlalchemy as sa

from hzl_client.store.database import Database

LONG = 20 * 1024 * 1024


@pytest.fixture
def database(tmp_path):
    opened = Database(tmp_path / "some.db")
    with opened.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE bytes (data BLOB)")
    yield opened
    opened.close()


def put(database, size: int) -> None:
    with database.writing() as connection:
        inserted = sa.text("INSERT INTO bytes VALUES (zeroblob(:size))")
        connection.execute(inserted, {"size": size})


def log_of(tmp_path):
    return (tmp_path / "some.db-wal").stat().st_size


def until(condition) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_long_log_comes_home_once_and_short_commits_start_nothing(
    database, tmp_path, monkeypatch
):
    brought: list[str] = []
    checkpoint = database._checkpoint

    def counted(mode):
        done = checkpoint(mode)
        brought.append(mode)
        return done

    monkeypatch.setattr(database, "_checkpoint", counted)
    put(database, LONG)
    until(lambda: brought)
    until(lambda: not database._checkpointing.locked())
    for _ in range(20):
        put(database, 100)
    assert brought == ["PASSIVE"]
    assert log_of(tmp_path) < LONG // 2


def test_an_emptied_log_is_empty_and_one_in_use_is_said_to_be(database, tmp_path):
    put(database, 1000)
    assert database.checkpoint()
    assert log_of(tmp_path) == 0
    with database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM bytes").all()
        put(database, 1000)
        database._engine.pool.dispose()
        raw = database._engine.raw_connection()
        raw.execute("PRAGMA busy_timeout = 10")
        raw.close()
        assert not database.checkpoint()
    assert database.checkpoint()
