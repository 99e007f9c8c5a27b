"""A few comments to begin a bank with: each says what to do next, and none is about a case."""

STARTERS = (
    "You describe what happened. Now say why you chose that response, and what you would have done if it had not worked.",
    "Name the paragraph or page that shows this, so that a reader finds it without searching.",
    "Write about each child on their own: what this child sees, hears and needs.",
    "Say what you did yourself, as distinct from what your team or another service did.",
    "Link this to the guidance or research that you used, and say what difference it made to what you decided.",
    "Keep the responsibility with the person who causes the harm: look again at the words you use for what was done.",
    "Say what you did not know at the time, and how you would find it out.",
)
