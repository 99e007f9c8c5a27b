"""Who may do what in the university's rooms, and when. Says no with a sentence."""
