"""Whom a learner keeps away from her work and her account. Everything asks here, and nothing learns why."""
