#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| ucwa_fuzz::targets::agreement::run(data));
