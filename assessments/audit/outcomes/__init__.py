"""How candidates came through: counted once, small numbers hidden, shown as charts and tables."""
