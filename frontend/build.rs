//! Keeps the relocations in the WASM, which the build needs to split it into parts.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The workspace's tests also build this for the host, whose linker does not know the option.
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
