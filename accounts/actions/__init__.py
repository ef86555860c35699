"""What changes who may sign in and as what."""
