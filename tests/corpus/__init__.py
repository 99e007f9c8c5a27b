"""Made-up case texts with marked identifiers, clean ones, and how well the finders do on them."""
