"""hrsi: an advisor for IT service continuity after IPA's guide to highly resilient infrastructure."""

__version__ = "0.1.0"
