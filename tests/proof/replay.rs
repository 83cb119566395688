//! The fuzz targets over their seeds, and over what they once found.

use std::path::Path;

use crate::fuzz::targets;

#[test]
fn every_target_over_its_seeds() {
    let mut count = 0;
    for (name, run) in targets::ALL {
        let seeds = targets::seeds(Path::new("."), name);
        assert!(!seeds.is_empty(), "{name} has seeds");
        for (path, bytes) in seeds {
            if std::panic::catch_unwind(|| run(&bytes)).is_err() {
                panic!("{name} fails over {}", path.display());
            }
            count += 1;
        }
        run(b"");
    }
    assert!(count > 100, "{count}");
}
