"""The tables, as they are today; how an earlier database gets there is in migrations/."""
