"""The window: the only place that knows Qt. It shows, and decides nothing."""
