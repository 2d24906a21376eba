"""The window of the whole history: by time and by item, with the way back."""
