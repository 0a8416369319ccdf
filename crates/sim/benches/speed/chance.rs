//! Random numbers of the floor: one stream per station, exponential draws by ziggurat.

/// xoshiro256++ (Blackman and Vigna 2019), seeded by SplitMix64.
#[derive(Clone, Debug)]
pub struct Stream([u64; 4]);

impl Stream {
    pub fn new(seed: u64) -> Self {
        let mut state = seed.wrapping_mul(0xd134_2543_de82_ef95);
        let mut word = || {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        };
        Self([word(), word(), word(), word()])
    }

    #[inline(always)]
    pub fn word(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let word = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        word
    }

    /// Uniform, 0 not included and 1 included.
    #[inline(always)]
    pub fn unit(&mut self) -> f64 {
        ((self.word() >> 11) + 1) as f64 * (1.0 / (1u64 << 53) as f64)
    }
}

/// Marsaglia and Tsang (2000), 256 layers.
pub struct Ziggurat {
    inside: [u64; 256],
    width: [f64; 256],
    height: [f64; 256],
}

const EDGE: f64 = 7.697_117_470_131_05;
const AREA: f64 = 3.949_659_822_581_572e-3;

impl Ziggurat {
    pub fn new() -> Self {
        let scale = (1u64 << 53) as f64;
        let mut it = Self { inside: [0; 256], width: [0.0; 256], height: [0.0; 256] };
        let base = AREA / libm::exp(-EDGE);
        it.inside[0] = (EDGE / base * scale) as u64;
        (it.width[0], it.width[255]) = (base / scale, EDGE / scale);
        (it.height[0], it.height[255]) = (1.0, libm::exp(-EDGE));
        let mut outer = EDGE;
        for i in (1..255).rev() {
            let inner = -libm::log(AREA / outer + libm::exp(-outer));
            it.inside[i + 1] = (inner / outer * scale) as u64;
            (it.width[i], it.height[i]) = (inner / scale, libm::exp(-inner));
            outer = inner;
        }
        it
    }

    /// Exponential with mean 1.
    #[inline(always)]
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        let word = stream.word();
        let layer = (word & 255) as usize;
        let x = (word >> 11) as f64 * self.width[layer];
        if word >> 11 < self.inside[layer] { x } else { self.rare(stream, layer, x) }
    }

    #[cold]
    #[inline(never)]
    fn rare(&self, stream: &mut Stream, mut layer: usize, mut x: f64) -> f64 {
        loop {
            if layer == 0 {
                return EDGE - libm::log(stream.unit());
            }
            let (low, high) = (self.height[layer], self.height[layer - 1]);
            if low + stream.unit() * (high - low) < libm::exp(-x) {
                return x;
            }
            let word = stream.word();
            layer = (word & 255) as usize;
            x = (word >> 11) as f64 * self.width[layer];
            if word >> 11 < self.inside[layer] {
                return x;
            }
        }
    }
}
