//! The output folder: that it is this command's, that no other run writes to it, and what its files are called.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use flate2::Crc;

/// What has been done. As of all names that begin in this way, pyarrow, Spark and others pass over it.
pub(super) const STATE: &str = "_ucwa-tables.json";

/// What is to become it.
pub(super) const NEW: &str = "_ucwa-tables.new";

/// Locked while a run writes. It has no bytes, and stays: another run may be about to lock it.
const LOCK: &str = "_ucwa-tables.lock";

/// Makes a folder, if there is none, and locks it until the file is closed. One with other things inside is refused.
pub(super) fn lock(folder: &Path) -> Result<File> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let is_ours = folder.join(STATE).is_file()
        || fs::read_dir(folder)?.all(|entry| entry.is_ok_and(|entry| [NEW, LOCK].iter().any(|name| entry.file_name() == *name)));
    ensure!(is_ours, "{}: expected an empty folder, or one that this command has made", folder.display());
    let path = folder.join(LOCK);
    let file = File::create(&path).with_context(|| path.display().to_string())?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => bail!("another run writes to {}", folder.display()),
        // some file systems have no locks
        Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
            Err(error).with_context(|| path.display().to_string())
        }
        _ => Ok(file),
    }
}

/// Where a part of a log is.
pub(super) fn part(folder: &Path, log: &str, start: u64, extension: &str) -> PathBuf {
    folder.join(format!("file={log}")).join(format!("part-{start:015}.{extension}"))
}

/// Where a part is until it is whole: under a name that readers of folders pass over.
pub(super) fn unfinished(part: &Path) -> PathBuf {
    let stem = part.file_stem().unwrap_or_default().to_string_lossy();
    part.with_file_name(format!("_{stem}.new"))
}

/// Takes away what an interrupted run has left that is not noted. What has other names than this command gives is somebody else's.
pub(super) fn remove_rest(folder: &Path, extension: &str, noted: &BTreeSet<PathBuf>) -> Result<()> {
    for log in fs::read_dir(folder)? {
        let log = log?;
        if !log.file_type()?.is_dir() || !log.file_name().as_encoded_bytes().starts_with(b"file=") {
            continue;
        }
        for file in fs::read_dir(log.path())? {
            let file = file?;
            let is_own = file.file_name().to_str().is_some_and(|name| is_part(name, extension));
            if is_own && file.file_type()?.is_file() && !noted.contains(&file.path()) {
                fs::remove_file(file.path()).with_context(|| file.path().display().to_string())?;
            }
        }
    }
    Ok(())
}

/// Whether this is the name of a part, finished or not.
fn is_part(name: &str, extension: &str) -> bool {
    let finished = || name.strip_prefix("part-")?.strip_suffix(extension)?.strip_suffix('.');
    let unfinished = || name.strip_prefix("_part-")?.strip_suffix(".new");
    let start = finished().or_else(unfinished);
    start.is_some_and(|start| start.len() >= 15 && start.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A path as a name: other bytes than those of plain names with a percent sign, as Spark and others write and read them.
pub(super) fn encoded(path: &Path) -> String {
    path.as_os_str().as_encoded_bytes().iter().map(|byte| escaped(*byte)).collect()
}

fn escaped(byte: u8) -> String {
    let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

/// A path as the name of a folder: of a long one the end, behind a checksum of all. File systems take 255 bytes.
pub(super) fn name(path: &Path) -> String {
    const MOST: usize = 200;
    const CHECKSUM: usize = "12345678-".len();
    let (whole, mut bytes) = (encoded(path), path.as_os_str().as_encoded_bytes());
    if whole.len() <= MOST {
        return whole;
    }
    let (mut length, mut crc) = (whole.len(), Crc::new());
    crc.update(bytes);
    // characters stay whole
    while let [first, rest @ ..] = bytes
        && (length > MOST - CHECKSUM || first & 0xc0 == 0x80)
    {
        (bytes, length) = (rest, length - escaped(*first).len());
    }
    format!("{:08x}-{}", crc.sum(), bytes.iter().map(|byte| escaped(*byte)).collect::<String>())
}
