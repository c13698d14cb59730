"""The text in a QR code that lets a phone join a wireless network: text in, text out."""

_ESCAPES = str.maketrans({mark: f"\\{mark}" for mark in '\\;,":'})


def wifi_text(name: str, password: str = "", *, is_hidden: bool = False) -> str:
    r"""What phones read as a network; without a password the network is an open one.

    Backslash, semicolon, comma, colon and quotation mark end a part unless they are escaped,
    and passwords are full of them.

    >>> wifi_text("Rådhus-gæst", "a;b:c")
    'WIFI:T:WPA;S:Rådhus-gæst;P:a\\;b\\:c;;'
    >>> wifi_text("Bibliotek, åben", is_hidden=True)
    'WIFI:T:nopass;S:Bibliotek\\, åben;H:true;;'
    """
    parts = [f"T:{'WPA' if password else 'nopass'}", f"S:{name.translate(_ESCAPES)}"]
    if password:
        parts.append(f"P:{password.translate(_ESCAPES)}")
    if is_hidden:
        parts.append("H:true")
    return f"WIFI:{';'.join(parts)};;"
