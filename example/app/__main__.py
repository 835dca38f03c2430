"""The command of the image: serves the application, or says how with --help."""

import argparse


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="app", description="Serve the example application. Its API is described at /docs."
    )
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", default=8000, type=int, help="port to listen on (default: %(default)s)")
    levels = ["debug", "info", "warning", "error"]
    parser.add_argument("--log-level", default="info", choices=levels, help="default: %(default)s")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    # After the arguments: --help answers at once, also under emulation.
    import uvicorn

    uvicorn.run("app.api:api", host=options.host, port=options.port, log_level=options.log_level)


if __name__ == "__main__":
    main()
