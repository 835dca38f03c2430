"""The command line: `python -m app [--host HOST] [--port PORT] [--healthcheck] [--version]`."""

import argparse
import os
import sys
import urllib.request

from app import __version__

HEALTH_TIMEOUT_SECONDS = 3


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="app", description="Serves a small HTTP API with its documentation at /docs.")
    parser.add_argument("--host", default=os.environ.get("HOST", "0.0.0.0"), help="address to listen on (default: $HOST, else all)")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="port to listen on (default: $PORT, else 8000)")
    parser.add_argument("--healthcheck", action="store_true", help="ask a running server for /healthz, and exit with 0 where it is well")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser.parse_args(arguments)


def is_healthy(port: int) -> bool:
    # A container has its own loopback: what a proxy's variables say is not meant for it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=HEALTH_TIMEOUT_SECONDS) as answer:
            return answer.status == 200
    except OSError:
        return False


def main() -> int:
    options = parse(sys.argv[1:])
    if options.healthcheck:
        return 0 if is_healthy(options.port) else 1
    # Imported here, so that --help answers at once, under emulation too.
    import uvicorn

    uvicorn.run("app.service:service", host=options.host, port=options.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
