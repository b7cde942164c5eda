"""Applications in the database: their tables, what is looked up, what is written."""
