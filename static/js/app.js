// Starts the page's behaviours.
