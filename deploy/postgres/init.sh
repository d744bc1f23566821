#!/bin/sh
# Run once by the image postgres, when its data folder is empty: the registry's roles and database.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\i /opmodel/roles.sql
\getenv owner_password OPMODEL_OWNER_PASSWORD
\getenv app_password OPMODEL_APP_PASSWORD
ALTER ROLE opmodel_owner PASSWORD :'owner_password';
ALTER ROLE opmodel_app PASSWORD :'app_password';
SQL
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname opmodel --file /opmodel/database.sql
