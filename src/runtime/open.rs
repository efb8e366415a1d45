//! What the arguments name: files, folders of articles, standard input, the samples.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{
    app::{Entry, Origin},
    ingest,
    runtime::{shown, unread},
};

/// The samples that come with the program, in the order in which they are shown.
const SAMPLES: [(&str, &[u8]); 8] = [
    ("01-bridge-sources.txt", include_bytes!("../../assets/demo/01-bridge-sources.txt")),
    ("02-press-conference.md", include_bytes!("../../assets/demo/02-press-conference.md")),
    ("03-profile.html", include_bytes!("../../assets/demo/03-profile.html")),
    ("04-court-report.txt", include_bytes!("../../assets/demo/04-court-report.txt")),
    ("05-poll-and-paper.md", include_bytes!("../../assets/demo/05-poll-and-paper.md")),
    ("06-chain-of-sources.json", include_bytes!("../../assets/demo/06-chain-of-sources.json")),
    ("07-council-business.txt", include_bytes!("../../assets/demo/07-council-business.txt")),
    ("08-interview.txt", include_bytes!("../../assets/demo/08-interview.txt")),
];

/// Bytes of a file that are looked at to tell whether it is an article.
const LOOK: u64 = 1 << 16;

/// What could be opened, and what could not.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// The articles, in the order of the arguments.
    pub(super) entries: Vec<Entry>,
    /// A message for each that could not be opened.
    pub(super) failures: Vec<String>,
    /// A message for each folder that holds files which do not look like articles.
    pub(super) passed_over: Vec<String>,
}

/// Returns the samples.
pub(super) fn demo() -> Vec<Entry> {
    SAMPLES.map(|(name, bytes)| unread(name.to_owned(), Origin::Bytes(bytes.into()))).into()
}

/// Opens what `paths` name; no path, or `-`, is standard input.
pub(super) fn entries(paths: &[PathBuf]) -> Opened {
    let mut opened = Opened::default();
    if paths.is_empty() {
        open_input(&mut opened);
    }
    for path in paths {
        if path.as_os_str() == "-" {
            open_input(&mut opened);
        } else {
            open_path(path, &mut opened);
        }
    }
    opened
}

/// Reads the bytes of an entry.
///
/// # Errors
///
/// A message that names the file and what is wrong.
pub(super) fn bytes(origin: &Origin) -> Result<Vec<u8>, String> {
    match origin {
        Origin::File(path) => fs::read(path).map_err(|error| cannot_read(path, &error)),
        Origin::Bytes(bytes) => Ok(bytes.to_vec()),
    }
}

fn open_input(opened: &mut Opened) {
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => {
            opened.entries.push(unread("standard input".to_owned(), Origin::Bytes(bytes.into())))
        }
        Err(error) => opened.failures.push(format!("cannot read standard input: {error}")),
    }
}

fn open_path(path: &Path, opened: &mut Opened) {
    match fs::metadata(path) {
        Err(error) => opened.failures.push(cannot_read(path, &error)),
        Ok(found) if found.is_dir() => open_folder(path, opened),
        Ok(_) => match File::open(path) {
            Ok(_) => opened.entries.push(unread(shown(path), Origin::File(path.to_owned()))),
            Err(error) => opened.failures.push(cannot_read(path, &error)),
        },
    }
}

/// Names of files passed over that a message gives.
const NAMED: usize = 5;

/// Opens the articles of a folder, by name; other files in it are passed over.
fn open_folder(folder: &Path, opened: &mut Opened) {
    let mut paths: Vec<PathBuf> = match fs::read_dir(folder) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(error) => return opened.failures.push(cannot_read(folder, &error)),
    };
    paths.sort();
    let before = opened.entries.len();
    paths.retain(|path| path.is_file() && !is_hidden(path));
    let (articles, others): (Vec<_>, Vec<_>) =
        paths.iter().partition(|path| looks_like_article(path));
    for path in articles {
        opened.entries.push(unread(shown(path), Origin::File(path.clone())));
    }
    if opened.entries.len() > before {
        opened.passed_over.extend(passed_over(folder, &others));
    } else {
        let files = paths.len();
        opened.failures.push(format!(
            "no articles in {}: none of its {files} files is text, Markdown, HTML or JSON of \
             articles; folders inside it are not searched",
            shown(folder)
        ));
    }
}

/// Says which files of `folder` were passed over, if any were.
fn passed_over(folder: &Path, files: &[&PathBuf]) -> Option<String> {
    let name = |path: &&PathBuf| shown(Path::new(path.file_name().unwrap_or_default()));
    let mut names: Vec<String> = files.iter().take(NAMED).map(name).collect();
    let more = files.len() - names.len();
    if more > 0 {
        names.push(format!("{more} more"));
    }
    (!files.is_empty()).then(|| {
        let (names, folder) = (names.join(", "), shown(folder));
        format!("passed over in {folder}, for it does not look like an article: {names}")
    })
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn looks_like_article(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LOOK).read_to_end(&mut start));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    read.is_ok() && ingest::looks_like_article(&start, &ingest::Hint { name: &name })
}

fn cannot_read(path: &Path, error: &io::Error) -> String {
    let why = match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    format!("cannot read {}: {why}", shown(path))
}
