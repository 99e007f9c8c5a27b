"""The topics of the page: each with its charts, its tables and what its words mean."""
