"""The HTTP API."""

import platform
from typing import Annotated

from fastapi import FastAPI, Path
from pydantic import BaseModel

api = FastAPI(title="Example", description="Built for several platforms, published by ghcr-publish.")


class Health(BaseModel):
    status: str


class Platform(BaseModel):
    machine: str
    python: str


class Greeting(BaseModel):
    greeting: str


@api.get("/healthz")
async def health() -> Health:
    """Answers as soon as requests are served."""
    return Health(status="ok")


@api.get("/platform")
async def where() -> Platform:
    """The machine and the interpreter that this image runs on."""
    return Platform(machine=platform.machine(), python=platform.python_version())


@api.get("/greetings/{name}")
async def greet(name: Annotated[str, Path(min_length=1, max_length=100)]) -> Greeting:
    """Greets somebody."""
    return Greeting(greeting=f"Hello, {name}!")
