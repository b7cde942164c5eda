"""The surfaces: each brings events in and shows replies. The only rooms that import their frameworks."""
