//! Cutting a byte stream into length-prefixed frames.

/// A frame length as it stands on the wire has three bytes.
const HEADER: usize = 3;

/// The longest frame that exists.
pub(crate) const LONGEST: usize = (1 << 24) - 1;

/// Collects bytes until a whole frame is there.
#[derive(Debug, Default)]
pub(crate) struct FrameBuffer {
    bytes: Vec<u8>,
    read: usize,
}

impl FrameBuffer {
    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        if self.read > 0 {
            self.bytes.drain(..self.read);
            self.read = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole frame; `Err` when one longer than `limit` is announced.
    pub(crate) fn next(&mut self, limit: usize) -> Result<Option<Vec<u8>>, usize> {
        let Some(&[a, b, c]) = self.waiting().first_chunk::<HEADER>() else {
            return Ok(None);
        };
        let length = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
        if length > limit {
            return Err(length);
        }
        let frame = self
            .waiting()
            .get(HEADER..HEADER + length)
            .map(<[u8]>::to_vec);
        if frame.is_some() {
            self.read += HEADER + length;
        }
        Ok(frame)
    }

    /// Removes that many bytes from the front, if they are there.
    pub(crate) fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let taken = self.waiting().get(..count)?.to_vec();
        self.read += count;
        Some(taken)
    }

    pub(crate) fn waiting(&self) -> &[u8] {
        self.bytes.get(self.read..).unwrap_or_default()
    }
}

/// The frame around a payload; `None` when the payload is longer than a frame can be.
pub(crate) fn frame(payload: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(payload.len()).ok()?;
    if payload.len() > LONGEST {
        return None;
    }
    let [_, a, b, c] = length.to_be_bytes();
    let mut out = Vec::with_capacity(HEADER + payload.len());
    out.extend_from_slice(&[a, b, c]);
    out.extend_from_slice(payload);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_found_however_the_bytes_are_cut() {
        let mut stream = frame(b"one").expect("short");
        stream.extend(frame(b"").expect("short"));
        stream.extend(frame(b"three").expect("short"));
        for cut in 1..stream.len() {
            let mut buffer = FrameBuffer::default();
            let mut found = Vec::new();
            for piece in stream.chunks(cut) {
                buffer.feed(piece);
                while let Some(frame) = buffer.next(LONGEST).expect("within the limit") {
                    found.push(frame);
                }
            }
            assert_eq!(
                found,
                [b"one".to_vec(), Vec::new(), b"three".to_vec()],
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_frame_over_the_limit_is_refused_before_its_bytes_arrive() {
        let mut buffer = FrameBuffer::default();
        buffer.feed(&[0xff, 0xff, 0xff]);
        assert_eq!(buffer.next(1000), Err(LONGEST));
    }
}
