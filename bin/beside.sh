# Sourced by scripts that build several things at the same time.

# Runs a function beside the rest, in a group of processes of its own; its process is `$!`. All groups end with the script.
groups=()
beside() {
    set -m
    "$@" &
    groups+=($!)
    set +m
}
end_groups() {
    local group
    for group in "${groups[@]}"; do kill -- "-$group" 2>/dev/null || true; done
}
trap end_groups EXIT

# From nothing, the marks of an incremental build cost more than they save: a third of the time of the largest crate.
export CARGO_INCREMENTAL=0
