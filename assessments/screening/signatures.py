"""The one virus signature everybody agrees on, which shows that a check is switched on."""

# Written in two parts, so that no scanner takes this file for the thing it looks for.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def is_harmful(data: bytes) -> bool:
    return EICAR in data
