"""What the templates of the public pages can say."""
