"""Each role's first page: reads everything, writes nothing."""
