"""PMDesk: turns a Jira export into a ranked backlog."""

__version__ = "0.1.0"
