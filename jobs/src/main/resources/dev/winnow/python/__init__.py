"""Winnow from Python: the command `winnow`, readers of a release, and wrappers of its Spark ML classes."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("winnow")
except PackageNotFoundError:
    __version__ = "unknown"
