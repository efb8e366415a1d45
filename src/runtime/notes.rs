//! `whosaid notes`: the reader's notes out to other programs and in from them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::{
    article::Article,
    cli::{Export, Import},
    library::{
        Annotations, ArticleKey, Change, NoteId,
        exchange::{self, ArticleNotes, Format, MARKDOWN_TEMPLATE},
    },
    runtime::{
        FAILED, FINE, USAGE, complain, data_dir,
        documents::documents,
        open,
        page::{Page, file_name},
        shown,
        snapshots::{home, snapshots},
    },
    store::{Store, Titled},
};

/// Writes notes to standard output, a file or a folder.
pub(super) fn export(options: &Export) -> anyhow::Result<u8> {
    let store = Store::open(&data_dir(options.data_dir.as_deref())?)?;
    let template = match &options.template {
        Some(path) => fs::read_to_string(path)
            .with_context(|| format!("cannot read the template {}", shown(path)))?,
        None => MARKDOWN_TEMPLATE.to_owned(),
    };
    let (pages, code) = if options.articles.is_empty() {
        (of_the_library(&store)?, FINE)
    } else {
        of_articles(&store, &options.articles)?
    };
    let format = options.format;
    let into_folder = options.output.as_deref().filter(|path| path.is_dir());
    if let Some(folder) = into_folder {
        write_files(&pages, format, &template, folder)?;
        return Ok(code);
    }
    if pages.len() > 1 && !format.holds_several() {
        let name = format.name();
        complain(&format!(
            "{name} has a file for each of the {} articles: name a folder with --output",
            pages.len()
        ));
        return Ok(USAGE);
    }
    let written = write_all(&pages, format, &template)?;
    match &options.output {
        Some(path) => replace(path, &written)?,
        None => io::stdout().write_all(written.as_bytes()).context("cannot write the notes")?,
    }
    Ok(code)
}

/// Reads notes from files; those that the library has are passed over.
pub(super) fn import(options: &Import) -> anyhow::Result<u8> {
    let mut store = Store::open(&data_dir(options.data_dir.as_deref())?)?;
    let mut code = FINE;
    for path in &options.files {
        match import_file(&mut store, path) {
            Ok(count) => {
                writeln!(io::stdout(), "{}: {}", shown(path), count.describe())
                    .context("cannot say what was imported")?;
            }
            Err(error) => {
                complain(&format!("{}: {error:#}", shown(path)));
                code = FAILED;
            }
        }
    }
    Ok(code)
}

/// How many notes and corrections of a file were new, and how many the library had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    added: usize,
    known: usize,
    differing: usize,
}

impl Count {
    fn describe(self) -> String {
        let Self { added, known, differing } = self;
        let mut words = format!("{added} added, {known} known already");
        if differing > 0 {
            words.push_str(&format!(", {differing} known in another form and kept as they are"));
        }
        words
    }
}

fn import_file(store: &mut Store, path: &Path) -> anyhow::Result<Count> {
    let file = fs::read(path)?;
    let file = String::from_utf8(file).context("this is not text in UTF-8")?;
    let shelf = exchange::read(&file)?;
    let mut count = Count::default();
    for entry in shelf {
        import_entry(store, entry, &mut count)?;
    }
    Ok(count)
}

/// Adds what the library lacks of one article, in one change.
fn import_entry(store: &mut Store, entry: ArticleNotes, count: &mut Count) -> anyhow::Result<()> {
    let mut steps = Vec::new();
    let mut seen: BTreeSet<NoteId> = BTreeSet::new();
    let mut take = |known: Option<bool>, id: &NoteId, step: Change| match known {
        None if seen.insert(id.clone()) => steps.push(step),
        None | Some(true) => count.known += 1,
        Some(false) => count.differing += 1,
    };
    for note in entry.notes {
        let known = store.note(&note.id)?.map(|stored| stored == note);
        take(known, &note.id.clone(), Change::Add(note));
    }
    for correction in entry.corrections {
        let known = store.correction(&correction.id)?.map(|stored| stored == correction);
        take(known, &correction.id.clone(), Change::Correct(correction));
    }
    if steps.is_empty() {
        return Ok(());
    }
    count.added += steps.len();
    let titled = Titled { title: entry.title, address: entry.address };
    store.keep_article(&entry.article, "", &titled, None)?;
    store.apply(&entry.article, &Change::Together(steps), Timestamp::now())?;
    Ok(())
}

/// Returns a page for each article that has notes or corrections.
fn of_the_library(store: &Store) -> anyhow::Result<Vec<Page>> {
    let loaded = store.load_all()?;
    for line in &loaded.unreadable {
        complain(line);
    }
    let titles = store.titles()?;
    let mut shelf: BTreeMap<ArticleKey, ArticleNotes> = BTreeMap::new();
    let named = |key: ArticleKey| {
        let titled = titles.get(&key).cloned().unwrap_or_default();
        ArticleNotes::new(&titled.title, titled.address.as_deref(), key)
    };
    for note in loaded.notes {
        let key = note.article;
        shelf.entry(key).or_insert_with(|| named(key)).notes.push(note);
    }
    for correction in loaded.corrections {
        let key = correction.article;
        shelf.entry(key).or_insert_with(|| named(key)).corrections.push(correction);
    }
    let mut entries: Vec<ArticleNotes> = shelf.into_values().collect();
    entries.sort_by(|one, other| one.title.cmp(&other.title));
    entries
        .into_iter()
        .map(|entry| {
            let text = store.text(&entry.article)?.filter(|text| !text.is_empty());
            let article = text.map(|text| article_of(&entry, text));
            Ok(Page::new(sorted(entry), article, BTreeMap::new()))
        })
        .collect()
}

/// Returns a page for each article of these files and folders that has notes.
fn of_articles(store: &Store, paths: &[PathBuf]) -> anyhow::Result<(Vec<Page>, u8)> {
    let opened = open::entries(paths);
    let mut code = FINE;
    let mut failed = |message: &str| {
        complain(message);
        code = FAILED;
    };
    opened.failures.iter().for_each(|failure| failed(failure));
    let mut pages = Vec::new();
    for entry in &opened.entries {
        for document in documents(entry) {
            let document = match document {
                Ok(document) => document,
                Err(why) => {
                    failed(&why);
                    continue;
                }
            };
            let label = document.label();
            let article = document.article;
            let several = document.number.is_some();
            let home = home(&entry.origin, &article, several);
            let (keys, before) =
                snapshots(store, &article, ArticleKey::of(&article.text), home.as_deref())?;
            let loaded = store.load_each(&keys)?;
            loaded.unreadable.iter().for_each(|line| complain(line));
            if loaded.notes.is_empty() && loaded.corrections.is_empty() {
                complain(&format!("{label}: there are no notes on it"));
                continue;
            }
            let shelf = ArticleNotes {
                notes: loaded.notes,
                corrections: loaded.corrections,
                ..ArticleNotes::new(&article.title, article.address.as_deref(), keys[0])
            };
            pages.push(Page::new(sorted(shelf), Some(article), before));
        }
    }
    Ok((pages, code))
}

/// Puts notes and corrections in the order in which the reader sees them.
fn sorted(entry: ArticleNotes) -> ArticleNotes {
    let ArticleNotes { article, notes, corrections, .. } = entry;
    let annotations = Annotations::new(article, notes, corrections);
    ArticleNotes {
        notes: annotations.notes().to_vec(),
        corrections: annotations.corrections().to_vec(),
        ..ArticleNotes::new(&entry.title, entry.address.as_deref(), article)
    }
}

/// Makes an article of a text that was kept: each blank line parts paragraphs.
fn article_of(entry: &ArticleNotes, text: String) -> Article {
    Article { title: entry.title.clone(), address: entry.address.clone(), ..Article::plain(text) }
}

fn write_all(pages: &[Page], format: Format, template: &str) -> anyhow::Result<String> {
    let shelf = || pages.iter().map(|page| page.entry.clone()).collect::<Vec<_>>();
    Ok(match format {
        Format::JsonLd => exchange::write_json_ld(&shelf()),
        Format::Hypothesis => exchange::write_hypothesis(&shelf()),
        Format::Csv => exchange::write_csv(&shelf()),
        Format::Markdown | Format::Brat | Format::Html => {
            let written: Result<Vec<String>, _> =
                pages.iter().map(|page| write_page(page, format, template)).collect();
            written?.join("\n")
        }
    })
}

fn write_page(page: &Page, format: Format, template: &str) -> anyhow::Result<String> {
    let Some(written) = page.write(format, template) else {
        bail!(
            "the text of “{}” is not in the library: name its file after the format",
            page.entry.title
        );
    };
    let lost = page.lost();
    if format == Format::Brat && lost > 0 {
        complain(&format!("{lost} notes of “{}” are not in its text", page.entry.title));
    }
    Ok(written)
}

/// Writes a file for each article, or one for all where the format holds several.
fn write_files(
    pages: &[Page],
    format: Format,
    template: &str,
    folder: &Path,
) -> anyhow::Result<()> {
    if !matches!(format, Format::Markdown | Format::Brat | Format::Html) {
        let path = folder.join(format!("notes.{}", format.extension()));
        return replace(&path, &write_all(pages, format, template)?);
    }
    let mut taken = BTreeSet::new();
    for page in pages {
        let name = file_name(&page.entry.title, &page.entry.article);
        let name = if taken.insert(name.clone()) {
            name
        } else {
            format!("{name}-{}", &page.entry.article.to_string()[..8])
        };
        let written = write_page(page, format, template)?;
        replace(&folder.join(format!("{name}.{}", format.extension())), &written)?;
        if let (Format::Brat, Some(article)) = (format, &page.article) {
            replace(&folder.join(format!("{name}.txt")), &article.text)?;
        }
    }
    Ok(())
}

/// Writes a whole file or nothing: over one that is there only once all is on disk.
pub(super) fn replace(path: &Path, words: &str) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let write = || -> io::Result<()> {
        let mut builder = tempfile::Builder::new();
        // As any program makes files, by the reader's umask: this one is not private.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
        file.write_all(words.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write {}", shown(path)))
}
