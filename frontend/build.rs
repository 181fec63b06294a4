//! Leaves the relocations in the WASM, by which the build splits it into parts.
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The workspace's tests build this for the host, too, whose linker has another name for it.
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
}
