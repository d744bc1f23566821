-- In the registry's database, by a superuser, as often as one likes: what its owner may not do.
-- A statement ends in a semicolon and an empty line, for PostgreSQL's single-user mode.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE EXTENSION IF NOT EXISTS unaccent;

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The schema belongs to the database's owner, who alone makes things in it.
ALTER SCHEMA public OWNER TO pg_database_owner;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
