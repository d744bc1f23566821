"""What anyone may read as data: the registry over HTTP, described by OpenAPI."""
