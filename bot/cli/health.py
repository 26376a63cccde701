"""The container's health check: asks the health endpoint where there is one, else looks at the lock of `run`."""

import http.client
import sys

from bot.cli.lock import is_running
from bot.cli.main import environment
from bot.settings import Settings

_PATIENCE_SECONDS = 5.0


def is_healthy(settings: Settings) -> bool:
    """Tell whether the bot runs, and answers on its port where one is set."""
    if settings.health_port is None:
        return is_running(settings.database_path)
    connection = http.client.HTTPConnection("127.0.0.1", settings.health_port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request("GET", "/live")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_healthy(Settings.read(environment())) else 1)
