"""Sending a message through apprise, the extra `alerts`."""

import logging

from chipnews.errors import AlertFailed


def send(target: str, title: str, body: str) -> None:
    """Send a message to an apprise URL. Raises AlertFailed, which does not show passwords of the URL."""
    try:
        from apprise import Apprise, NotifyFormat
    except ModuleNotFoundError:
        raise AlertFailed(
            "Alerts to anywhere but stdout need apprise, which is not installed. "
            "Run: pip install 'chipnews[alerts]'"
        ) from None
    # It would log the address with its passwords.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    apprise = Apprise()
    service = target.partition(":")[0]
    if not apprise.add(target):
        raise AlertFailed(
            f"A target of the service '{service}' is no address that apprise knows. "
            "Its documentation tells how to write one."
        )
    if not apprise.notify(body=body, title=title, body_format=NotifyFormat.TEXT):
        raise AlertFailed(f"The message to '{service}' could not be sent. It is tried again at the next run.")
