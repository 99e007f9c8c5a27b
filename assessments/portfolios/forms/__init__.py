"""What a learner, and a manager, may type into the pages of a portfolio."""
