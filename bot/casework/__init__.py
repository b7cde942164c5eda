"""What may be done to an application, by whom and when, and how it is written down."""
