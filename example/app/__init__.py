"""A small web service: what `Dockerfile.example` packs."""

__version__ = "1.0.0"
