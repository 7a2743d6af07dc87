"""Find personal data, mask it, and prove that none is left in what is published."""
