"""Run by Alembic: use the connection that `upgrade` was given."""

from alembic import context

from hzl_client.store.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite cannot alter tables in place
)
context.run_migrations()
