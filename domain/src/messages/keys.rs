//! Why a key does not work now, for those who give it out. Those who type it learn no reason.
use crate::keys::KeyState;

impl KeyState {
    /// Returns what to say about a key that does not work now.
    pub fn closed_message(self) -> Option<String> {
        let state = self.label().to_lowercase();
        (self != Self::Open).then(|| format!("No one can join with it now: the key is {state}."))
    }
}
