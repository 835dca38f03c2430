"""The HTTP API."""

import platform

from fastapi import FastAPI, Query
from pydantic import BaseModel

from app import __version__

service = FastAPI(title="Example", version=__version__, description="Published by ghcr-publish.")


class Health(BaseModel):
    status: str


class About(BaseModel):
    version: str
    python: str
    machine: str


class Statistics(BaseModel):
    characters: int
    words: int
    lines: int


@service.get("/healthz")
def health() -> Health:
    """Whether the service can answer."""
    return Health(status="ok")


@service.get("/")
def about() -> About:
    """What runs here, and on which machine: each platform of the image answers differently."""
    return About(version=__version__, python=platform.python_version(), machine=platform.machine())


@service.get("/statistics")
def statistics(text: str = Query(max_length=10_000)) -> Statistics:
    """Counts the characters, words and lines of a text."""
    return Statistics(characters=len(text), words=len(text.split()), lines=len(text.splitlines()))
