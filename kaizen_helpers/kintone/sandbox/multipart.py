"""Files of a multipart request."""

from __future__ import annotations

from email.parser import BytesParser
from email.policy import HTTP

from kaizen_helpers.kintone.sandbox.problems import Problem
from kaizen_helpers.kintone.sandbox.wire import Upload

__all__ = ["uploads"]


def uploads(content_type: str, body: bytes) -> dict[str, Upload]:
    """The files by the name of their field. Raises Problem CB_IL02 for a body that is not multipart."""
    if "boundary=" not in content_type or "\n" in content_type or "\r" in content_type:
        raise Problem("CB_IL02")
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    found: dict[str, Upload] = {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        file_name = part.get_filename()
        content = part.get_payload(decode=True)
        if isinstance(name, str) and file_name is not None and isinstance(content, bytes):
            found[name] = Upload(file_name, part.get_content_type(), content)
    return found
