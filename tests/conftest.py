"""Settings for all tests."""

from hypothesis import settings

# Time is measured in benchmarks, never here: a busy machine is no reason to fail.
settings.register_profile("cntextfix", deadline=None)
settings.load_profile("cntextfix")
