"""Settings for all tests."""

from hypothesis import settings

# Time is measured in benchmarks, never here: a busy machine is no reason to fail.
# The same examples in every run, so that a failure is that of a change. For others:
# pytest --hypothesis-profile explore
settings.register_profile("cntextfix", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("cntextfix")
