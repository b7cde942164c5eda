"""What is taken, and how it is said that something is not."""

from __future__ import annotations

from dialogs.acts import Why

ENDINGS = {
    "jpg": ("jpg", "jpeg", "jpe", "jfif"), "png": ("png",), "webp": ("webp",), "heic": ("heic", "heif"), "gif": ("gif",),
    "bmp": ("bmp", "dib"), "tiff": ("tiff", "tif"), "pdf": ("pdf",), "ofd": ("ofd",), "txt": ("txt",),
    "docx": ("docx",), "xlsx": ("xlsx",), "pptx": ("pptx",), "doc": ("doc", "wps"), "xls": ("xls", "et"), "ppt": ("ppt", "dps"),
    "mp3": ("mp3",), "m4a": ("m4a",), "ogg": ("ogg", "oga", "opus"), "wav": ("wav",), "amr": ("amr",),
    "mp4": ("mp4", "m4v", "3gp"), "mov": ("mov",),
}  # fmt: skip
"""The kinds that are taken, each with the endings that fit it; WPS writes the old formats under endings of its own."""


class NotTaken(Exception):
    """A file is not kept."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
