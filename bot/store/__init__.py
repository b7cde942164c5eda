"""The database. The only room that imports SQLAlchemy."""
