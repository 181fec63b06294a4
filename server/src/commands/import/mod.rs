//! `muster import`: a list from a file, through the same functions as the pages.
mod options;
mod report;

pub use options::ImportOptions;

use anyhow::{Context, bail};
use db::{
    AuditContext, Db,
    imports::{self, NewImport},
};
use domain::{
    ids::ImportId,
    imports::stored::{ImportChoices, ImportState, MAX_BYTES, ReadingOptions},
};
use report::Report;
use std::{io::Read, process::ExitCode};

/// Imports the list and prints what became of it. Fails if the list as a whole cannot be used.
pub async fn run(db: &Db, options: &ImportOptions) -> anyhow::Result<ExitCode> {
    let bytes = read_file(options)?;
    let import = receive(db, options, &bytes).await?;
    let done = work(db, options, import).await;
    if options.dry_run || done.is_err() {
        // Nothing was applied, so nothing needs to be kept for an undo.
        imports::discard(db, import).await?;
    }
    done
}

fn read_file(options: &ImportOptions) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES + 1;
    if options.file.as_os_str() == "-" {
        std::io::stdin()
            .lock()
            .take(limit)
            .read_to_end(&mut bytes)?;
    } else {
        let name = options.file.display();
        let file = std::fs::File::open(&options.file);
        let file = file.with_context(|| format!("cannot open {name}"))?;
        let read = file.take(limit).read_to_end(&mut bytes);
        read.with_context(|| format!("cannot read {name}"))?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        bail!(
            "the list is too large: it can have {} MB",
            MAX_BYTES / 1_000_000
        );
    }
    Ok(bytes)
}

async fn receive(db: &Db, options: &ImportOptions, bytes: &[u8]) -> anyhow::Result<ImportId> {
    let name = options.file.file_name().map(|name| name.to_string_lossy());
    let new = NewImport {
        kind: options.kind(),
        group: options.group,
        file_name: name.as_deref().unwrap_or_default(),
    };
    let audit = AuditContext::system(db::now());
    let import = imports::receive(db, &audit, &new).await;
    let import = import.context("there is no such group")?;
    for (part, bytes) in (0..).zip(bytes.chunks(imports::PART)) {
        imports::append(db, import, part, bytes).await?;
    }
    imports::received(db, import).await?;
    Ok(import)
}

async fn work(db: &Db, options: &ImportOptions, import: ImportId) -> anyhow::Result<ExitCode> {
    app::server::imports::run(db.clone(), import).await;
    let reading = options.reading();
    if reading != ReadingOptions::default() {
        imports::set_reading(db, import, &reading).await?;
        app::server::imports::run(db.clone(), import).await;
    }
    let choices = options.choices(db).await?;
    let is_open = imports::state(db, import).await? == ImportState::Checked;
    if is_open && choices != ImportChoices::default() {
        imports::set_choices(db, import, &choices).await?;
        app::server::imports::run(db.clone(), import).await;
    }
    let checked = imports::get(db, import, db::now()).await?;
    if let Some(refusal) = &checked.refusal {
        Report::refused(&checked, refusal).print(options.json)?;
        return Ok(ExitCode::FAILURE);
    }
    if checked.state != ImportState::Checked {
        bail!("the list could not be checked; the log says why");
    }
    // What a row says before anything is written is also what is said of it afterwards.
    if !options.dry_run {
        apply(db, import).await?;
    }
    let view = imports::get(db, import, db::now()).await?;
    Report::of(db, &view).await?.print(options.json)?;
    Ok(ExitCode::SUCCESS)
}

async fn apply(db: &Db, import: ImportId) -> anyhow::Result<()> {
    imports::start(db, &AuditContext::system(db::now()), import).await?;
    app::server::imports::run(db.clone(), import).await;
    let view = imports::get(db, import, db::now()).await?;
    if let Some(action) = view.mass_action {
        db::worker::run(db, action).await;
    }
    if view.state != ImportState::Done {
        bail!("the import stopped; it goes on when the portal runs");
    }
    Ok(())
}
