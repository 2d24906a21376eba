"""What a backlog is and how it is ranked: pure values that know no file, no SQL and no screen."""
