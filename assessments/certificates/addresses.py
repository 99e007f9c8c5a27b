"""Addresses that credentials name, and that stay the same for ever."""

from django.conf import settings


def achievement_address(module_code: str, number: int) -> str:
    """What was achieved: one published version of a module. An endorsement is about this."""
    return f"{settings.CPD_BASE_URL}/achievements/{module_code}/{number}"


def status_address(number: int | str) -> str:
    return f"{settings.CPD_BASE_URL}/credentials/status/{number}.json"
