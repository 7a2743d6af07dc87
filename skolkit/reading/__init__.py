"""A page's image or text layer becomes words with boxes."""
