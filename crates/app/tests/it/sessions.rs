//! The links of the three slots, as cards, consoles and timelines show them:
//! on a scripted network, a real store and a clock moved by hand.

mod bench;
mod crashes;
mod faults;
mod linking;
mod living;
mod random;
mod shown;
