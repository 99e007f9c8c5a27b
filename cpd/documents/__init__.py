"""Documents that leave the house: tagged, archivable, signed PDFs, and what is read back out of them."""
