"""A busy machine is no failure: what hangs is ended by pytest's timeout alone."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
