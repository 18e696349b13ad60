"""Bringing an older database up to date; the only place that imports Alembic."""

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from hzl_client.errors import StoreTooNew


def upgrade(connection: sa.Connection, version: str | None) -> None:
    """Within the caller's transaction: wholly up to date, or as it was."""
    config = Config()
    # By its name: as installed, the package lies in a zip and is unpacked for this.
    config.set_main_option("script_location", "hzl_client.store:migrations")
    config.attributes["connection"] = connection
    if version is not None:
        _refuse_unknown(ScriptDirectory.from_config(config), version)
    command.upgrade(config, "head")


def _refuse_unknown(scripts: ScriptDirectory, version: str) -> None:
    try:
        scripts.get_revision(version)
    except CommandError as error:
        raise StoreTooNew("made by a newer program", version=version) from error
