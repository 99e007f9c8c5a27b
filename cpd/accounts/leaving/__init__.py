"""“Exit this page” without JavaScript: what stands in a form is kept, sealed, until she is back."""
