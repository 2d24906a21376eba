"""The only spreadsheet and HTML code: a file in, rows with their origin out; rows in, a workbook out."""
