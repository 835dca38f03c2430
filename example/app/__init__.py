"""A small web service; the example that Dockerfile.example packs."""
