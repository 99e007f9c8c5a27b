"""Side cases: more time, a break, mitigating circumstances, adjustments, earlier learning, questions of misconduct."""
