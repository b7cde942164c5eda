"""Every policy there is, with all that belongs to it: read, checked, or refused with file, entry and remedy."""
