"""What the database itself does for editions: search words, frozen rows, the generation number.

Migrations call the operations below; the SQL stands here once.
"""

from django.db import migrations

SEARCH_SQL = """
CREATE TEXT SEARCH CONFIGURATION registry (COPY = english);
ALTER TEXT SEARCH CONFIGURATION registry
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
CREATE TEXT SEARCH CONFIGURATION registry_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION registry_plain
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
-- Names are kept stemmed and plain: stems find other forms of a word, plain words their prefixes.
CREATE FUNCTION element_search(name text, aliases text[], summary text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('public.registry', name), 'A')
        || setweight(to_tsvector('public.registry_plain', name), 'A')
        || setweight(to_tsvector('public.registry_plain', array_to_string(aliases, ' ')), 'A')
        || setweight(to_tsvector('public.registry', summary), 'C')
    $$;
-- The question for these words: each as its stem or as the beginning of a plain word. Words that
-- say nothing ("the", "who") are left out. *every* asks for all words, otherwise any will do;
-- *among* names the weights to look among: 'A' for names alone.
CREATE FUNCTION element_query(words text[], every boolean, among text DEFAULT '') RETURNS tsquery
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
    DECLARE
        word text;
        stem tsquery;
        asked tsquery;
        together tsquery;
    BEGIN
        FOREACH word IN ARRAY words LOOP
            stem := to_tsquery('public.registry', quote_literal(word) || ':' || among);
            CONTINUE WHEN numnode(stem) = 0;
            asked := stem
                || to_tsquery('public.registry_plain', quote_literal(word) || ':*' || among);
            together := CASE
                WHEN together IS NULL THEN asked
                WHEN every THEN together && asked
                ELSE together || asked
            END;
        END LOOP;
        RETURN coalesce(together, ''::tsquery);
    END $$;
"""

DROP_SEARCH_SQL = """
DROP FUNCTION element_query(text[], boolean, text);
DROP FUNCTION element_search(text, text[], text);
DROP TEXT SEARCH CONFIGURATION registry_plain;
DROP TEXT SEARCH CONFIGURATION registry;
"""

WORDS_SQL = """
-- Keeps every word that the names of published elements have, once: small misspellings are put
-- right by them. Not those of drafts: a word offered to the public would tell what is in one. In
-- order, so that two at a time wait for each other and never both.
CREATE FUNCTION note_words() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO editions_word (word)
        SELECT DISTINCT lexeme FROM editions_element, unnest(search)
        WHERE edition_id = NEW.id AND 'A' = ANY (weights)
        ORDER BY lexeme
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER words AFTER UPDATE ON editions_edition FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('adopted', 'not-adopted'))
    EXECUTE FUNCTION note_words();
"""

DROP_WORDS_SQL = """
DROP TRIGGER words ON editions_edition;
DROP FUNCTION note_words();
"""

QUESTION_SQL = """
-- The question that each concept of a search stands for. A concept is a list of wordings, any of
-- which will do; a wording is a list of words, all of which are needed. A word counts as its stem
-- or as it is written; with a star at its end also as the beginning of a longer one. Concepts of
-- which nothing is left (“the”, “who”) stay, empty.
CREATE FUNCTION concept_queries(concepts jsonb) RETURNS tsquery[]
    LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
    DECLARE
        concept jsonb;
        wording jsonb;
        word text;
        stem tsquery;
        all_of_it tsquery;
        any_of_them tsquery;
        found tsquery[] := '{}';
    BEGIN
        FOR concept IN SELECT jsonb_array_elements(concepts) LOOP
            any_of_them := NULL;
            FOR wording IN SELECT jsonb_array_elements(concept) LOOP
                all_of_it := NULL;
                FOR word IN SELECT jsonb_array_elements_text(wording) LOOP
                    stem := to_tsquery('public.registry', quote_literal(rtrim(word, '*')));
                    CONTINUE WHEN numnode(stem) = 0;
                    stem := stem || to_tsquery(
                        'public.registry_plain',
                        quote_literal(rtrim(word, '*'))
                            || CASE WHEN word LIKE '%*' THEN ':*' ELSE '' END
                    );
                    all_of_it := CASE
                        WHEN all_of_it IS NULL THEN stem ELSE all_of_it && stem END;
                END LOOP;
                CONTINUE WHEN all_of_it IS NULL;
                any_of_them := CASE
                    WHEN any_of_them IS NULL THEN all_of_it ELSE any_of_them || all_of_it END;
            END LOOP;
            found := found || ARRAY[coalesce(any_of_them, ''::tsquery)];
        END LOOP;
        RETURN found;
    END $$;
-- Several questions in one: all of them, or any.
CREATE FUNCTION joined_queries(queries tsquery[], every boolean) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    DECLARE
        each tsquery;
        joined tsquery;
    BEGIN
        FOREACH each IN ARRAY queries LOOP
            CONTINUE WHEN numnode(each) = 0;
            joined := CASE
                WHEN joined IS NULL THEN each
                WHEN every THEN joined && each
                ELSE joined || each
            END;
        END LOOP;
        RETURN coalesce(joined, ''::tsquery);
    END $$;
-- A name in plain letters: what is compared where a question is a whole name.
CREATE FUNCTION plain_label(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT trim(regexp_replace(
        regexp_replace(lower(public.unaccent('public.unaccent', name)), '&', ' and ', 'g'),
        '[^a-z0-9]+', ' ', 'g'
    ))
    $$;
"""

DROP_QUESTION_SQL = """
DROP FUNCTION plain_label(text);
DROP FUNCTION joined_queries(tsquery[], boolean);
DROP FUNCTION concept_queries(jsonb);
"""

SEARCHABLE_SQL = """
-- An element as search sees it, from the columns of editions_element.
CREATE FUNCTION searchable_rows(editions uuid[]) RETURNS SETOF editions_searchable
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT id, edition_id, kind, standing,
        ARRAY(SELECT plain_label(each) FROM unnest(array_prepend(name, also_known_as)) AS each),
        (SELECT min(length(each)) FROM unnest(array_prepend(name, also_known_as)) AS each),
        to_tsvector('public.registry', plain_label(name)), ts_filter(search, '{a}'), search
    FROM editions_element WHERE edition_id = ANY (editions)
    $$;
-- Keeps what is searched: adds an edition's elements when it is published, and takes away those of
-- editions of its organisation that another has followed by today. An edition that has effect only
-- later takes nothing away yet: until the next is published, both are there.
CREATE FUNCTION keep_searchable() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    followed uuid[];
BEGIN
    SELECT coalesce(array_agg(id), '{}') INTO followed FROM editions_edition AS earlier
    WHERE organisation_id = NEW.organisation_id AND state = 'adopted' AND EXISTS (
        SELECT FROM editions_edition AS later
        WHERE later.organisation_id = earlier.organisation_id AND later.state = 'adopted'
            AND later.effective_from <= current_date AND later.recorded_at <= now()
            AND (later.effective_from, later.recorded_at, later.slug)
                > (earlier.effective_from, earlier.recorded_at, earlier.slug)
    );
    WITH gone AS (
        DELETE FROM editions_searchableedition WHERE edition_id = ANY (followed)
        RETURNING edition_id
    )
    DELETE FROM editions_searchable WHERE edition_id IN (SELECT edition_id FROM gone);
    IF NEW.id <> ALL (followed) THEN
        INSERT INTO editions_searchableedition VALUES (NEW.id) ON CONFLICT DO NOTHING;
        INSERT INTO editions_searchable
            SELECT * FROM searchable_rows(ARRAY[NEW.id]) ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER searchable AFTER UPDATE ON editions_edition FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('adopted', 'not-adopted'))
    EXECUTE FUNCTION keep_searchable();
-- What was published before this was kept.
INSERT INTO editions_searchableedition
    SELECT DISTINCT ON (organisation_id, CASE state WHEN 'adopted' THEN '' ELSE slug END) id
    FROM editions_edition
    WHERE state = 'not-adopted' OR state = 'adopted' AND effective_from <= current_date
    ORDER BY organisation_id, CASE state WHEN 'adopted' THEN '' ELSE slug END,
        effective_from DESC, recorded_at DESC, slug DESC;
INSERT INTO editions_searchable
    SELECT * FROM searchable_rows(ARRAY(SELECT edition_id FROM editions_searchableedition));
"""

DROP_SEARCHABLE_SQL = """
DROP TRIGGER searchable ON editions_edition;
DROP FUNCTION keep_searchable();
DROP FUNCTION searchable_rows(uuid[]);
"""

FREEZE_SQL = """
-- Refuses any statement that touches a row of an edition that is frozen. TG_ARGV[0] names the
-- column whose first eight bytes are the edition's. The edition is locked FOR SHARE first: so an
-- edit waits for an adoption under way, and is refused by it; and an adoption waits for an edit.
-- The search path is set, or a temporary table called editions_edition would stand for the real
-- one.
CREATE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    touched text;
    frozen text;
BEGIN
    touched := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %I AS id FROM new_rows', TG_ARGV[0])
        WHEN 'DELETE' THEN format('SELECT %I AS id FROM old_rows', TG_ARGV[0])
        ELSE format(
            'SELECT %1$I AS id FROM old_rows UNION ALL SELECT %1$I FROM new_rows', TG_ARGV[0]
        )
    END;
    EXECUTE format(
        'WITH held AS (
            SELECT slug, state FROM editions_edition
            WHERE substr(uuid_send(id), 1, 8) IN
                (SELECT DISTINCT substr(uuid_send(touched.id), 1, 8) FROM (%s) AS touched)
            FOR SHARE
        )
        SELECT string_agg(slug, '', '') FROM held
        WHERE state IN (''adopted'', ''not-adopted'', ''withdrawn'')', touched
    ) INTO frozen;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is frozen: % of % refused', frozen, TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation',
                  HINT = 'Change a draft based on it, and have that adopted.';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION refuse_frozen_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'edition % is frozen: % refused', OLD.slug, TG_OP
        USING ERRCODE = 'restrict_violation',
              HINT = 'Change a draft based on it, and have that adopted.';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON editions_edition FOR EACH ROW
    WHEN (OLD.state IN ('adopted', 'not-adopted', 'withdrawn'))
    EXECUTE FUNCTION refuse_frozen_edition();
"""

DROP_FREEZE_SQL = """
DROP TRIGGER frozen ON editions_edition;
DROP FUNCTION refuse_frozen_edition();
DROP FUNCTION refuse_frozen();
"""

GENERATION_SQL = """
-- A sequence, so that a number is never given twice, not even after the table was emptied.
CREATE SEQUENCE editions_generation_number;
CREATE FUNCTION raise_generation() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO editions_generation (id, number)
        VALUES (1, nextval('editions_generation_number'))
        ON CONFLICT (id) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
INSERT INTO editions_generation (id, number) VALUES (1, nextval('editions_generation_number'));
"""

DROP_GENERATION_SQL = """
DROP FUNCTION raise_generation();
DROP SEQUENCE editions_generation_number;
"""

_FREEZE_TABLE = """
CREATE TRIGGER frozen_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_frozen('{column}');
CREATE TRIGGER frozen_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_frozen('{column}');
CREATE TRIGGER frozen_delete AFTER DELETE ON {table}
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_frozen('{column}');
"""

_THAW_TABLE = """
DROP TRIGGER frozen_insert ON {table};
DROP TRIGGER frozen_update ON {table};
DROP TRIGGER frozen_delete ON {table};
"""


def freeze_table(table: str, column: str) -> migrations.RunSQL:
    """Puts *table* under its editions' freeze; *column* carries the edition in its first half."""
    return migrations.RunSQL(
        _FREEZE_TABLE.format(table=table, column=column), _THAW_TABLE.format(table=table)
    )


def raise_generation_on(table: str, *, each: str = "STATEMENT") -> migrations.RunSQL:
    """Has any change of *table* raise the generation number.

    By ROW where a statement may well change none, such as the removal of what hung on a row.
    """
    return migrations.RunSQL(
        f"CREATE TRIGGER generation AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION raise_generation();",
        f"DROP TRIGGER generation ON {table};",
    )


def raise_generation_on_sources() -> migrations.RunSQL:
    """The same for sources outside editions. Those of an edition are published with it."""
    events = {
        "INSERT": "NEW.edition_id IS NULL",
        "UPDATE": "OLD.edition_id IS NULL OR NEW.edition_id IS NULL",
        "DELETE": "OLD.edition_id IS NULL",
    }
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER generation_{event.lower()} AFTER {event} ON editions_source "
            f"FOR EACH ROW WHEN ({outside}) EXECUTE FUNCTION raise_generation();"
            for event, outside in events.items()
        ],
        [f"DROP TRIGGER generation_{event.lower()} ON editions_source;" for event in events],
    )
