"""Reading a roster of learners from a spreadsheet's CSV. Pure: bytes in, rows and problems out; no database."""
