"""What registration can be asked."""
