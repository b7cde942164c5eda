"""What staff do with applications in the database: what is looked up, what is written."""
