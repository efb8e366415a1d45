//! Numbers that look random and are the same on every run (xorshift; Marsaglia, 2003).

/// A stream of such numbers.
pub(super) struct Random(u64);

impl Random {
    /// Starts the stream number `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(88_172_645_463_325_252 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Returns a number from 0 up to 1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Brings `items` into another order.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}
