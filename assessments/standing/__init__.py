"""Who is fit to judge: what assessors have shown, what they declared, and how much they can take on."""
