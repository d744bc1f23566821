-- Once, in a new server: who may use the registry's database. Passwords are given elsewhere.
-- A statement ends in a semicolon and an empty line, for PostgreSQL's single-user mode.

-- Owns the database and everything in it: migrations run as this role, and nothing else does.
CREATE ROLE opmodel_owner LOGIN;

-- The application: owns nothing, and may do what `manage.py prepare` grants it.
CREATE ROLE opmodel_app LOGIN;

CREATE DATABASE opmodel OWNER opmodel_owner;
