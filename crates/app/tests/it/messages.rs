//! Messages on their way in and out, through the whole application: a real
//! store, a scripted network, a clock moved by hand.

mod again;
mod asking;
mod attention;
mod elsewhere;
mod incoming;
mod missing;
mod outgoing;
mod past;
mod random;
mod rig;
