"""A policy's raw text, whatever its layout → Policy. Pure; made for documents that nobody here has seen.

Anything it is unsure of becomes a warning, never a silent guess, and no input makes it fail.
"""

from knowledge.segment.build import segment
from knowledge.segment.deadlines import deadlines

__all__ = ["deadlines", "segment"]
