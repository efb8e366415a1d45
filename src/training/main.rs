//! `whosaid-train`: corpus to weights, and figures on them.

#[cfg(feature = "deep")]
use std::sync::Arc;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::{Parser, Subcommand};
#[cfg(feature = "deep")]
use whosaid::attribution::DeepModel;
use whosaid::{
    article::Article,
    attribution::{Engine, Weights},
    training::{
        Recipe,
        corpus::{self, Document},
        evaluate,
        export::{self, Evidence},
        labelled, predict, train,
    },
};

/// Trains the attribution engine.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Learn from CORPUS/train, judge on CORPUS/dev, write the weights.
    Train {
        /// Folder with `train` and `dev`.
        corpus: PathBuf,
        /// The weights file to write.
        #[arg(long, default_value = "assets/model/engine.bin")]
        out: PathBuf,
        /// Folder of more texts, in which classes of words are found.
        #[arg(long)]
        unlabelled: Option<PathBuf>,
        /// What `whosaid extract` printed of more texts, to learn from as well.
        #[arg(long)]
        labelled: Option<PathBuf>,
        /// Averaged runs of each stage.
        #[arg(long)]
        seeds: Option<u64>,
        /// Other settings than those of the committed weights, to try them: STAGE.NAME=VALUE.
        #[arg(long = "set", value_name = "STAGE.NAME=VALUE")]
        settings: Vec<String>,
    },
    /// Print what is found in FOLDER/text as JSON Lines.
    Predict {
        /// Folder with `text`.
        folder: PathBuf,
        /// Weights to use instead of the built-in ones.
        #[arg(long)]
        weights: Option<PathBuf>,
    },
    /// Write FOLDER's paragraphs with their marks as JSON Lines, for the training of the second look.
    Lessons {
        /// Folder with `text` and `attributions`.
        folder: PathBuf,
        /// Also write what the fast engine says of each.
        #[arg(long)]
        linear: bool,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Fit the confidence of the second look's model on FOLDER, and write it into the model's file.
    #[cfg(feature = "deep")]
    Calibrate {
        /// Folder with `text` and `attributions`, on which the model was not trained.
        folder: PathBuf,
        /// The model's file.
        #[arg(long, default_value = "assets/model/deep.bin")]
        model: PathBuf,
    },
    /// Compare what is found in a part of the corpus with what is marked there.
    Eval {
        /// Folder with `text` and `attributions`.
        folder: PathBuf,
        /// Weights to use instead of the built-in ones.
        #[arg(long)]
        weights: Option<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Train { corpus, out, unlabelled, labelled, seeds, settings } => {
            let more = unlabelled.map(|folder| corpus::read_texts(&folder)).transpose()?;
            let recipe = recipe(seeds, &settings)?;
            let labelled = labelled.map(|file| labelled::read(&file)).transpose()?;
            let (more, labelled) = (more.unwrap_or_default(), labelled.unwrap_or_default());
            learn(&corpus, &out, labelled, &more, &recipe)
        }
        Command::Predict { folder, weights } => {
            say(&predict::predict(&folder, open(weights)?)?.join("\n"));
            Ok(())
        }
        Command::Lessons { folder, linear, out } => {
            let evidence = if linear { Evidence::Linear } else { Evidence::None };
            lessons(&folder, evidence, &out)
        }
        #[cfg(feature = "deep")]
        Command::Calibrate { folder, model } => calibrate(&corpus::read(&folder)?, &model),
        Command::Eval { folder, weights } => {
            say(&figures(&corpus::read(&folder)?, open(weights)?));
            Ok(())
        }
    }
}

/// The recipe of the committed weights with these changes.
fn recipe(seeds: Option<u64>, settings: &[String]) -> anyhow::Result<Recipe> {
    let mut recipe = Recipe::COMMITTED;
    recipe.cue.seeds = seeds.unwrap_or(recipe.cue.seeds);
    recipe.span.seeds = seeds.unwrap_or(recipe.span.seeds);
    for setting in settings {
        recipe.set(setting).with_context(|| format!("no such setting: {setting}"))?;
    }
    Ok(recipe)
}

fn learn(
    corpus: &Path,
    out: &Path,
    labelled: Vec<Document>,
    unlabelled: &[Article],
    recipe: &Recipe,
) -> anyhow::Result<()> {
    let mut documents = corpus::read(&corpus.join("train")).context("reading the train part")?;
    documents.extend(labelled);
    let dev = corpus::read(&corpus.join("dev")).context("reading the dev part")?;
    #[expect(clippy::disallowed_methods, reason = "tells how long each step took")]
    let start = std::time::Instant::now();
    let bytes = train(&documents, &dev, unlabelled, recipe, &mut |step| {
        say(&format!("{:6.1} s  {step}", start.elapsed().as_secs_f32()));
    });
    fs::write(out, &bytes).with_context(|| format!("writing {}", out.display()))?;
    say(&format!("{:6.1} s  {} bytes in all", start.elapsed().as_secs_f32(), bytes.len()));
    say(&figures(&dev, Weights::open(bytes.leak())?));
    Ok(())
}

/// Writes the lessons of `folder` to the file `out`.
fn lessons(folder: &Path, evidence: Evidence, out: &Path) -> anyhow::Result<()> {
    let documents = corpus::read(folder)?;
    let file = fs::File::create(out).with_context(|| format!("writing {}", out.display()))?;
    let mut file = io::BufWriter::new(file);
    export::export(&documents, Weights::embedded()?, evidence, &mut file)?;
    io::Write::flush(&mut file).with_context(|| format!("writing {}", out.display()))
}

/// Fits the confidence of the model in the file `path`, rules and all, and writes it there.
#[cfg(feature = "deep")]
fn calibrate(documents: &[Document], path: &Path) -> anyhow::Result<()> {
    let bytes: &[u8] =
        fs::read(path).with_context(|| format!("reading {}", path.display()))?.leak();
    let model = Arc::new(DeepModel::open(bytes)?.without_calibration());
    let engine = || Engine::deep(&model, Arc::default());
    let points = whosaid::training::calibrate(documents, engine, &mut say);
    fs::write(path, DeepModel::calibrated(bytes, &points)?)
        .with_context(|| format!("writing {}", path.display()))
}

/// Opens the weights in `file`, else those that the program carries.
fn open(file: Option<PathBuf>) -> anyhow::Result<Weights<'static>> {
    let Some(file) = file else { return Ok(Weights::embedded()?) };
    let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    Ok(Weights::open(bytes.leak())?)
}

fn figures(documents: &[corpus::Document], weights: Weights<'static>) -> String {
    let (score, _) = evaluate::evaluate(documents, || Engine::with_weights(weights));
    format!(
        "claims F1 {:.1}, relations F1 {:.1} ({} found, {} marked)",
        score.f1(score.claims),
        score.f1(score.relations),
        score.found,
        score.marked
    )
}

#[expect(clippy::print_stdout, reason = "this is a command-line program")]
fn say(line: &str) {
    println!("{line}");
}
