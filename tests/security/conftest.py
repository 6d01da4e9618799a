"""A town with one of each thing, and what a browser makes of a page."""

from tests.site.test_doors import things as things  # the fixture: one of each thing that Feurs has
