"""The grid: rows in an arrangement, a model that follows changes, a view that places, draws and edits them."""
