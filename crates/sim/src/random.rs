//! Random numbers as a function of what they are for.
//!
//! Each draw is a hash of a *stream* (run seed, component or connection, purpose) and of the *key* of the request at
//! hand. Nothing is shared, so an edit elsewhere in the drawing changes no draw here, and two designs can be compared
//! under the same luck (common random numbers).

/// The step of Weyl's sequence in SplitMix64: 2^64 over the golden ratio (Steele, Lea, Flood 2014).
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// Between the keys of numbered things; odd, and unlike [`GOLDEN`], by which the words of one draw differ (Steele and
/// Vigna 2021, a multiplier with good spectrum).
const STRIDE: u64 = 0xd134_2543_de82_ef95;

/// The key of the `number`-th thing of a stream, not yet scrambled.
#[inline(always)]
pub const fn numbered(number: u64) -> u64 {
    number.wrapping_mul(STRIDE)
}

/// Scrambles 64 bits: the finalizer of SplitMix64 (Stafford's variant 13 of MurmurHash3).
#[inline(always)]
pub const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A random word as a number that is uniform, 0 not included and 1 included.
#[inline(always)]
pub fn above_zero(word: u64) -> f64 {
    ((word >> 11) + 1) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// The key of a call, from that of the request that makes it; `connection` is the connection's stream for
/// [`Purpose::Span`].
#[inline(always)]
pub const fn child_key(parent: u64, connection: u64, call: u16, attempt: u8) -> u64 {
    mix(parent.wrapping_add(connection).wrapping_add((call as u64) << 8 | attempt as u64))
}

/// What a draw is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    Arrival = 1,
    Request,
    Class,
    Think,
    Service,
    Error,
    Hit,
    Replica,
    Balance,
    Take,
    Jitter,
    Sample,
    Span,
    Switch,
    Session,
    Item,
    Trouble,
    Hot,
    Outage,
    Patience,
    Feature,
    Tier,
    Spell,
}

/// A stream for one purpose of one thing. `thing` is a stable id, never a position.
pub const fn stream(seed: u64, thing: u32, purpose: Purpose) -> u64 {
    mix(mix(seed.wrapping_add(GOLDEN)) ^ mix(((thing as u64) << 8 | purpose as u64).wrapping_mul(GOLDEN)))
}

/// A source of random words for one draw; most draws need one word.
#[derive(Clone, Copy, Debug)]
pub struct Draw(u64);

impl Draw {
    #[inline(always)]
    pub const fn new(stream: u64, key: u64) -> Self {
        Self(stream ^ key)
    }

    #[inline(always)]
    pub const fn word(&mut self) -> u64 {
        let word = mix(self.0);
        self.0 = self.0.wrapping_add(GOLDEN);
        word
    }

    /// Uniform, 0 included and 1 not.
    #[inline(always)]
    pub fn unit(&mut self) -> f64 {
        (self.word() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Uniform, 0 not included and 1 included.
    #[inline(always)]
    pub fn unit_above_zero(&mut self) -> f64 {
        above_zero(self.word())
    }

    /// Uniform below `n`.
    #[inline(always)]
    pub fn below(&mut self, n: u32) -> u32 {
        (((self.word() >> 32) * u64::from(n)) >> 32) as u32
    }

    /// Standard normal (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.unit_above_zero())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }
}

/// Exponential draws by the ziggurat of Marsaglia and Tsang (2000), 256 layers; tables and slow cases by `libm`.
#[derive(Clone, Debug)]
pub struct Ziggurat {
    layers: Box<[Layer; 256]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Layer {
    /// Draws below it lie under the curve for certain.
    inside: u64,
    width: f64,
    height: f64,
}

/// Right edge of the lowest layer and the area of every layer.
const EDGE: f64 = 7.697_117_470_131_05;
const AREA: f64 = 3.949_659_822_581_572e-3;

impl Ziggurat {
    pub fn new() -> Self {
        let scale = (1u64 << 53) as f64;
        let mut layers = Box::new([Layer::default(); 256]);
        let base = AREA / libm::exp(-EDGE);
        layers[0] = Layer { inside: (EDGE / base * scale) as u64, width: base / scale, height: 1.0 };
        layers[255] = Layer { inside: 0, width: EDGE / scale, height: libm::exp(-EDGE) };
        let mut outer = EDGE;
        for i in (1..255).rev() {
            let inner = -libm::log(AREA / outer + libm::exp(-outer));
            layers[i + 1].inside = (inner / outer * scale) as u64;
            layers[i] = Layer { inside: 0, width: inner / scale, height: libm::exp(-inner) };
            outer = inner;
        }
        Self { layers }
    }

    /// Exponential with mean 1.
    #[inline(always)]
    pub fn exponential(&self, draw: &mut Draw) -> f64 {
        let word = draw.word();
        let layer = &self.layers[(word & 255) as usize];
        let across = word >> 11;
        // By way of signed numbers, which takes fewer instructions.
        let x = across as i64 as f64 * layer.width;
        if across < layer.inside {
            return x;
        }
        // A copy, so that the draw need not lie in memory where it is not rare.
        let mut further = *draw;
        let x = self.rare(&mut further, (word & 255) as usize, x);
        *draw = further;
        x
    }

    #[cold]
    #[inline(never)]
    fn rare(&self, draw: &mut Draw, mut layer: usize, mut x: f64) -> f64 {
        loop {
            if layer == 0 {
                return EDGE - libm::log(draw.unit_above_zero());
            }
            let (low, high) = (self.layers[layer].height, self.layers[layer - 1].height);
            if low + draw.unit() * (high - low) < libm::exp(-x) {
                return x;
            }
            let word = draw.word();
            layer = (word & 255) as usize;
            x = (word >> 11) as f64 * self.layers[layer].width;
            if word >> 11 < self.layers[layer].inside {
                return x;
            }
        }
    }
}

impl Default for Ziggurat {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(mut draw: impl FnMut(u64) -> f64) -> (f64, f64, f64) {
        let n = 2_000_000;
        let (mut sum, mut squares, mut beyond) = (0.0, 0.0, 0.0);
        for i in 0..n {
            let x = draw(mix(i));
            sum += x;
            squares += x * x;
            beyond += f64::from(u8::from(x > 3.0));
        }
        let n = n as f64;
        (sum / n, squares / n - (sum / n) * (sum / n), beyond / n)
    }

    #[test]
    fn what_takes_several_words_leaves_none_of_them_to_the_next() {
        let ziggurat = Ziggurat::new();
        let is_rare = |key: u64| {
            let (mut draw, mut other) = (Draw::new(1, mix(key)), Draw::new(1, mix(key)));
            ziggurat.exponential(&mut draw);
            other.word();
            draw.word() != other.word()
        };
        let rare = (0..100_000).filter(|&key| is_rare(key)).count();
        // Of the area of 256 layers about a hundredth is not certain to lie under the curve.
        assert!((500..2500).contains(&rare), "{rare}");
    }

    #[test]
    fn exponential_has_mean_variance_and_tail() {
        let ziggurat = Ziggurat::new();
        let stream = stream(1, 2, Purpose::Service);
        let (mean, variance, tail) = moments(|key| ziggurat.exponential(&mut Draw::new(stream, key)));
        // Four standard errors: 1/sqrt(n) for the mean, sqrt(8/n) for the variance.
        assert!((mean - 1.0).abs() < 0.0029, "{mean}");
        assert!((variance - 1.0).abs() < 0.008, "{variance}");
        assert!((tail - libm::exp(-3.0)).abs() < 0.0007, "{tail}");
    }

    #[test]
    fn normal_has_mean_variance_and_tail() {
        let stream = stream(1, 2, Purpose::Service);
        let (mean, variance, tail) = moments(|key| Draw::new(stream, key).normal());
        assert!(mean.abs() < 0.0029, "{mean}");
        assert!((variance - 1.0).abs() < 0.004, "{variance}");
        assert!((tail - 0.001_35).abs() < 0.000_11, "{tail}");
    }

    #[test]
    fn streams_are_independent() {
        let (a, b) = (stream(7, 1, Purpose::Service), stream(7, 1, Purpose::Hit));
        let n = 200_000;
        let both = (0..n)
            .filter(|&i| Draw::new(a, mix(i)).unit() < 0.5 && Draw::new(b, mix(i)).unit() < 0.5)
            .count();
        assert!((both as f64 / n as f64 - 0.25).abs() < 0.004, "{both}");
    }
}
