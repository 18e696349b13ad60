"""The tables of a mailbox database.

In clear lie ids, times, sizes and states; everything else is sealed by `keys.vault`
before it comes here. Any change needs a new revision in `migrations/versions` and its
name in `HEAD`; a test compares the two ways of making a database.
"""

import sqlalchemy as sa

HEAD = "0002"

METADATA = sa.MetaData()

_ID = sa.String(32)
_CASCADE = "CASCADE"

# One wrapped key per record or piece of evidence. An empty one has been destroyed:
# its owner is unreadable from then on and about to go.
keys = sa.Table(
    "keys",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)

# `mark` tells a delivery from another of the same message id; `card` and `work` are
# sealed, and there is no work before somebody begins. Times are microseconds since
# 1970 in UTC: sortable and the same in every database.
records = sa.Table(
    "records",
    METADATA,
    sa.Column("id", _ID, sa.ForeignKey("keys.id", ondelete=_CASCADE), primary_key=True),
    sa.Column("message_id", sa.Text, nullable=False, index=True),
    sa.Column("mark", sa.LargeBinary, nullable=False),
    sa.Column("folder", sa.String(16), nullable=False),
    sa.Column("home", sa.String(16), nullable=False),
    sa.Column("read", sa.Boolean, nullable=False),
    sa.Column("opened", sa.Boolean, nullable=False),
    sa.Column("received_at", sa.BigInteger, nullable=False),
    sa.Column("submitted_at", sa.BigInteger),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("card", sa.LargeBinary, nullable=False),
    sa.Column("work", sa.LargeBinary),
)

# Chunks of 1 MiB, each sealed under its owner's key.
blobs = sa.Table(
    "blobs",
    METADATA,
    sa.Column(
        "owner", _ID, sa.ForeignKey("keys.id", ondelete=_CASCADE), primary_key=True
    ),
    sa.Column("name", sa.String(32), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

events = sa.Table(
    "events",
    METADATA,
    sa.Column(
        "record", _ID, sa.ForeignKey("records.id", ondelete=_CASCADE), primary_key=True
    ),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("code", sa.String(64), nullable=False),
    sa.Column("detail", sa.LargeBinary, nullable=False),
)

evidence = sa.Table(
    "evidence",
    METADATA,
    sa.Column("id", _ID, sa.ForeignKey("keys.id", ondelete=_CASCADE), primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
)

secrets = sa.Table(
    "secrets",
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

notes = sa.Table(
    "notes",
    METADATA,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

# Alembic's own table, as it would make it; no part of METADATA, which it compares.
version = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def create_all(connection: sa.Connection) -> None:
    """A new database, at once at the newest version and without Alembic."""
    METADATA.create_all(connection, checkfirst=False)
    version.create(connection)
    connection.execute(version.insert(), {"version_num": HEAD})
