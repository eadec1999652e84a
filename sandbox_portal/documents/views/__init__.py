"""Pages of documents: files of a case, issued documents, jobs, and the public check."""
