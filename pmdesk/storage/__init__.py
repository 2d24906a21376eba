"""The one door to a backlog file, and the only place that knows SQLAlchemy."""
