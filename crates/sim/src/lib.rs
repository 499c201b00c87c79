//! The simulated WhatsApp network.
