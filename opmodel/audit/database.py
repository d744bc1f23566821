"""What the database does for the journal: it writes it, so no code can forget to."""

from __future__ import annotations

# What does not depend on a session is set in each function: a timestamp as text reads otherwise in
# another time zone, and its hash with it.
_SETTLED = """
    SET search_path = pg_catalog, public, pg_temp
    SET timezone = 'UTC' SET bytea_output = 'hex' SET intervalstyle = 'postgres'
    SET extra_float_digits = 1
"""

# Made of the settings above and nothing from outside.
JOURNAL_SQL = f"""
-- What stands in a hash for something personal. Without the salt nobody can find the value by
-- trying, so that forgetting both forgets it.
CREATE FUNCTION audit_commitment(salt text, value text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(salt || ':' || value, 'UTF8')), 'hex')
    $$;

-- The hash of a history's record (as JSON, which has the keys in a fixed order). Columns in *salts*
-- and *redacted* stand in it as commitments.
CREATE FUNCTION audit_row_hash(told jsonb, salts jsonb, redacted jsonb) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to(CASE
        WHEN salts IS NULL AND redacted IS NULL THEN told
        ELSE told - ARRAY(SELECT jsonb_object_keys(salts))
            - ARRAY(SELECT jsonb_object_keys(redacted))
            || jsonb_build_object('(committed)', coalesce(redacted, '{{}}') || coalesce((
                SELECT jsonb_object_agg(key, audit_commitment(value, told ->> key))
                FROM jsonb_each_text(salts)
            ), '{{}}'))
    END::text, 'UTF8'))
    $$;

-- The hash of an entry of the journal: of all that it says, and of the entry before.
CREATE FUNCTION audit_entry_hash(entry audit_entry) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT sha256(entry.previous || convert_to(jsonb_build_array(
        entry.chain, entry.number, extract(epoch FROM entry.recorded_at), entry.what,
        entry.history_table, entry.history_row, entry.object, entry.edition_id, entry.by_id,
        entry.request, entry.shape_id, entry.about,
        -- The words of a change are in its history's record; those of a redaction only here.
        CASE entry.what WHEN 'r' THEN entry.reason END, encode(entry.row_hash, 'hex')
    )::text, 'UTF8'))
    $$;

-- Whose chain a record belongs to, and which edition. Where neither stands in it: by the first half
-- of its id, which is its edition's, or by the row that *owner* names (table, column, reference).
CREATE FUNCTION audit_belongs(
    history_table text, told jsonb, object text, owner text[],
    OUT chain text, OUT edition uuid
) LANGUAGE plpgsql STABLE {_SETTLED} AS $$
DECLARE
    above jsonb;
BEGIN
    IF cardinality(owner) = 3 AND told ->> owner[3] IS NOT NULL THEN
        EXECUTE format('SELECT to_jsonb(above) FROM %I AS above WHERE %I::text = $1',
            owner[1], owner[2]) INTO above USING told ->> owner[3];
        told := coalesce(above, '{{}}') || told;
    END IF;
    IF history_table = 'editions_historicaledition' THEN
        edition := object::uuid;
    ELSIF told ? 'edition_id' THEN
        edition := (told ->> 'edition_id')::uuid;
    ELSIF NOT told ? 'organisation_id' AND object ~ '^[0-9a-f]{{8}}-[0-9a-f-]{{27}}$' THEN
        SELECT id INTO edition FROM editions_edition
            WHERE substr(uuid_send(id), 1, 8) = substr(uuid_send(object::uuid), 1, 8);
        IF NOT FOUND THEN
            SELECT id INTO edition FROM editions_historicaledition
                WHERE substr(uuid_send(id), 1, 8) = substr(uuid_send(object::uuid), 1, 8) LIMIT 1;
        END IF;
    END IF;
    IF told ? 'organisation_id' THEN
        chain := told ->> 'organisation_id';
    ELSIF edition IS NOT NULL THEN
        SELECT organisation_id INTO chain FROM editions_edition WHERE id = edition;
        IF NOT FOUND THEN
            SELECT organisation_id INTO chain FROM editions_historicaledition
                WHERE id = edition ORDER BY history_id DESC LIMIT 1;
        END IF;
    END IF;
    chain := coalesce(chain, '');
END $$;

-- Adds an entry at the end of its chain, which nobody else can add to until this is committed.
CREATE FUNCTION audit_append(entry audit_entry) RETURNS bigint LANGUAGE plpgsql {_SETTLED} AS $$
DECLARE
    head audit_head;
    last audit_entry;
BEGIN
    SELECT * INTO head FROM audit_head WHERE chain = entry.chain FOR UPDATE;
    WHILE NOT FOUND LOOP
        INSERT INTO audit_head VALUES (entry.chain, 0, '') ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM audit_head WHERE chain = entry.chain FOR UPDATE;
    END LOOP;
    -- The head is brought up to date after the last of many; until then they follow each other.
    SELECT * INTO last FROM audit_entry
        WHERE chain = entry.chain AND number > head.number ORDER BY number DESC LIMIT 1;
    entry.number := coalesce(last.number, head.number) + 1;
    entry.previous := coalesce(last.hash, head.hash);
    entry.recorded_at := clock_timestamp();
    entry.hash := audit_entry_hash(entry);
    INSERT INTO audit_entry SELECT (entry).*;
    RETURN entry.number;
END $$;

-- Moves the head of a chain to its last entry: once for all that a transaction adds. Each move
-- leaves a dead row until the commit, which the next would have to pass.
CREATE FUNCTION audit_move_head() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_SETTLED} AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM audit_entry WHERE chain = NEW.chain AND number = NEW.number + 1
    ) THEN
        UPDATE audit_head SET number = NEW.number, hash = NEW.hash WHERE chain = NEW.chain;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER head AFTER INSERT ON audit_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_move_head();

-- Journals a record of a history. TG_ARGV: the tracked row's key; the owner by which it belongs,
-- an array of none or three; the columns that are personal.
CREATE FUNCTION audit_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER {_SETTLED} AS $$
DECLARE
    told jsonb := to_jsonb(NEW);
    entry audit_entry;
    names text[] := ARRAY(SELECT key FROM jsonb_object_keys(told) AS key ORDER BY key);
    personal text;
BEGIN
    entry.what := told ->> 'history_type';
    entry.history_table := TG_TABLE_NAME;
    entry.history_row := (told ->> 'history_id')::bigint;
    entry.object := told ->> TG_ARGV[0];
    entry.by_id := (told ->> 'history_user_id')::bigint;
    entry.request := (told ->> 'request')::uuid;
    entry.reason := told ->> 'history_change_reason';
    SELECT chain, edition INTO entry.chain, entry.edition_id
        FROM audit_belongs(TG_TABLE_NAME, told, entry.object, TG_ARGV[1]::text[]);
    FOREACH personal IN ARRAY TG_ARGV[2]::text[] LOOP
        IF told ->> personal <> '' THEN
            entry.salts := coalesce(entry.salts, '{{}}')
                || jsonb_build_object(personal, gen_random_uuid());
        END IF;
    END LOOP;
    entry.row_hash := audit_row_hash(told, entry.salts, NULL);
    SELECT id INTO entry.shape_id FROM audit_shape
        WHERE history_table = TG_TABLE_NAME AND columns = names;
    IF NOT FOUND THEN
        INSERT INTO audit_shape (history_table, columns) VALUES (TG_TABLE_NAME, names)
            ON CONFLICT (history_table, columns) DO UPDATE SET columns = excluded.columns
            RETURNING id INTO entry.shape_id;
    END IF;
    PERFORM audit_append(entry);
    RETURN NULL;
END $$;

-- Blanks personal columns of a history's record and forgets their salts; the commitments stay, so
-- that the chain can be proved. It is itself an entry of the chain, with the reason.
CREATE FUNCTION audit_redact(of_chain text, of_number bigint, names text[], why text)
    RETURNS bigint LANGUAGE plpgsql {_SETTLED} AS $$
DECLARE
    entry audit_entry;
    noted audit_entry;
    told jsonb;
    each text;
    gone text[] := '{{}}';
BEGIN
    SELECT * INTO entry FROM audit_entry
        WHERE chain = of_chain AND number = of_number AND what <> 'r' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no change % of %', of_number, of_chain;
    END IF;
    EXECUTE format('SELECT to_jsonb(told) FROM %I AS told WHERE history_id = $1',
        entry.history_table) INTO told USING entry.history_row;
    FOREACH each IN ARRAY names LOOP
        CONTINUE WHEN NOT coalesce(entry.salts ? each, false);
        entry.redacted := coalesce(entry.redacted, '{{}}')
            || jsonb_build_object(each, audit_commitment(entry.salts ->> each, told ->> each));
        entry.salts := nullif(entry.salts - each, '{{}}');
        gone := gone || each;
        EXECUTE format('UPDATE %I SET %I = %L WHERE history_id = $1', entry.history_table, each,
            CASE each WHEN 'history_change_reason' THEN NULL ELSE '' END)
            USING entry.history_row;
    END LOOP;
    IF gone = '{{}}' THEN
        RETURN NULL;
    END IF;
    UPDATE audit_entry SET salts = entry.salts, redacted = entry.redacted,
        reason = CASE WHEN 'history_change_reason' = ANY (gone) THEN NULL ELSE reason END
        WHERE chain = of_chain AND number = of_number;
    noted.chain := of_chain;
    noted.what := 'r';
    noted.history_table := entry.history_table;
    noted.history_row := entry.history_row;
    noted.object := entry.object;
    noted.edition_id := entry.edition_id;
    noted.reason := why;
    noted.about := jsonb_build_object('number', of_number, 'columns', gone);
    noted.row_hash := entry.row_hash;
    RETURN audit_append(noted);
END $$;

REVOKE ALL ON FUNCTION audit_journal(), audit_move_head(), audit_append(audit_entry),
    audit_redact(text, bigint, text[], text) FROM PUBLIC;
"""  # noqa: S608

DROP_JOURNAL_SQL = """
DROP FUNCTION audit_redact(text, bigint, text[], text);
DROP FUNCTION audit_journal() CASCADE;
DROP FUNCTION audit_move_head() CASCADE;
DROP FUNCTION audit_append(audit_entry);
DROP FUNCTION audit_belongs(text, jsonb, text, text[]);
DROP FUNCTION audit_entry_hash(audit_entry);
DROP FUNCTION audit_row_hash(jsonb, jsonb, jsonb);
DROP FUNCTION audit_commitment(text, text);
"""
