"""Files that word processors, publishers and mail programs make."""
