"""What learners say of their module: sealed and hers while it waits, and nobody's once it is opened."""
