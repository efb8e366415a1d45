//! The tables of the library.

/// Marks a SQLite file as a library of whosaid: `whsd` as ASCII.
pub(super) const APPLICATION_ID: i64 = 0x7768_7364;

/// The tables of version 1.
///
/// Keys of articles are 64 hexadecimal digits. Places count Unicode scalar values. Times are
/// RFC 3339 in UTC with nine decimals, so that they sort as text. `texts` has the text of articles
/// with notes, by which these are found again in a later one. `paths` are the bytes of the
/// path. `changes.state` is 0 for a change in effect, 1 for one that was undone and can be redone,
/// 2 for one that was undone and then left behind by another change; nothing is ever taken out of
/// `changes`, so it is also the history of every note.
pub(super) const VERSION_1: &str = "
    CREATE TABLE articles (
        key TEXT PRIMARY KEY,
        path BLOB,
        title TEXT NOT NULL,
        place INTEGER NOT NULL,
        opened TEXT NOT NULL
    ) STRICT;
    CREATE INDEX articles_opened ON articles (opened);

    CREATE TABLE paths (
        path BLOB NOT NULL,
        article TEXT NOT NULL,
        seen TEXT NOT NULL,
        PRIMARY KEY (path, article)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE texts (
        article TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT;

    CREATE TABLE notes (
        id TEXT PRIMARY KEY,
        article TEXT NOT NULL,
        exact TEXT NOT NULL,
        prefix TEXT NOT NULL,
        suffix TEXT NOT NULL,
        start INTEGER NOT NULL,
        end INTEGER NOT NULL,
        colour TEXT,
        body TEXT NOT NULL,
        tags TEXT NOT NULL,
        starred INTEGER NOT NULL,
        created TEXT NOT NULL,
        changed TEXT NOT NULL
    ) STRICT;
    CREATE INDEX notes_article ON notes (article);

    CREATE TABLE corrections (
        id TEXT PRIMARY KEY,
        article TEXT NOT NULL,
        correction TEXT NOT NULL
    ) STRICT;
    CREATE INDEX corrections_article ON corrections (article);

    CREATE TABLE changes (
        id INTEGER PRIMARY KEY,
        article TEXT NOT NULL,
        state INTEGER NOT NULL,
        change TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX changes_article ON changes (article, state, id);

    CREATE TABLE bookmarks (
        letter TEXT NOT NULL,
        scope TEXT NOT NULL,
        article TEXT NOT NULL,
        place INTEGER NOT NULL,
        PRIMARY KEY (letter, scope)
    ) STRICT, WITHOUT ROWID;
";

/// What version 2 adds.
///
/// `titles` names the articles that have notes, be they from another program and never opened
/// here; `address` is empty where there is none. `meanings` is what the reader takes a colour for.
pub(super) const VERSION_2: &str = "
    CREATE TABLE titles (
        article TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        address TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE meanings (
        colour TEXT PRIMARY KEY,
        words TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";

/// What version 3 adds.
///
/// `changes.bulk` is the same number for the rows of one step that was made in several articles at
/// once, which are undone and redone together; such rows always have one state. `note_sources`
/// says who says what a note is on, the outermost of a chain first, and is empty where nobody
/// does; a note without a row has not been looked at. It can be found out again at any time.
/// An empty `meanings.words` is a meaning that the reader took away.
pub(super) const VERSION_3: &str = "
    ALTER TABLE changes ADD COLUMN bulk INTEGER;
    CREATE INDEX changes_bulk ON changes (bulk) WHERE bulk IS NOT NULL;

    CREATE TABLE note_sources (
        note TEXT PRIMARY KEY,
        source TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
";
