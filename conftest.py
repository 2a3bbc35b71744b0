"""Fixtures of every package."""

pytest_plugins = ["portal.tests.fixtures"]
