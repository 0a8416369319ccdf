//! The protocol's messages as bytes. Both sides are the same program, so that field after field is written as it lies
//! in memory, without names; numbers keep all their bits. A general library would weigh several times as much in the
//! page and would lose infinite numbers in JSON.

use std::borrow::Cow;

mod messages;

/// Something that goes between page and worker.
pub trait Wire: Sized {
    fn write(&self, out: &mut Vec<u8>);
    /// Takes itself off the front of `from`; `None` if that was not written by [`Wire::write`].
    fn read(from: &mut &[u8]) -> Option<Self>;
}

/// A message as bytes.
pub fn encode(message: &impl Wire) -> Vec<u8> {
    let mut out = Vec::new();
    message.write(&mut out);
    out
}

/// The message that was written as `bytes`; `None` if there is none, or more than one.
pub fn decode<T: Wire>(mut bytes: &[u8]) -> Option<T> {
    T::read(&mut bytes).filter(|_| bytes.is_empty())
}

/// Lists the fields of a record. The compiler says when one is missing.
macro_rules! record {
    ($name:ty { $($field:ident),* }) => {
        impl Wire for $name {
            #[inline(never)]
            fn write(&self, out: &mut Vec<u8>) {
                let Self { $($field),* } = self;
                $($field.write(out);)*
            }

            #[inline(never)]
            fn read(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Wire::read(from)?),* })
            }
        }
    };
}

/// Lists the variants of a choice with their fields, each under a number of its own.
macro_rules! choice {
    ($name:ty { $($number:literal $variant:ident $(($inner:ident))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl Wire for $name {
            #[inline(never)]
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($inner))? $({ $($field),* })? => {
                        out.push($number);
                        $($inner.write(out);)?
                        $($($field.write(out);)*)?
                    })*
                }
            }

            #[inline(never)]
            fn read(from: &mut &[u8]) -> Option<Self> {
                Some(match u8::read(from)? {
                    $($number => {
                        $(let $inner = Wire::read(from)?;)?
                        Self::$variant $(($inner))? $({ $($field: Wire::read(from)?),* })?
                    })*
                    _ => return None,
                })
            }
        }
    };
}

use {choice, record};

/// Numbers as their bytes, the lowest first.
macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl Wire for $number {
            fn write(&self, out: &mut Vec<u8>) {
                push(out, &self.to_le_bytes());
            }

            fn read(from: &mut &[u8]) -> Option<Self> {
                Some(Self::from_le_bytes(take(from, size_of::<Self>())?.try_into().ok()?))
            }
        }
    )*};
}
numbers!(u8, u32, u64, f32, f64);

#[inline(never)]
fn push(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(bytes);
}

#[inline(never)]
fn take<'a>(from: &mut &'a [u8], n_bytes: usize) -> Option<&'a [u8]> {
    let (taken, rest) = from.split_at_checked(n_bytes)?;
    *from = rest;
    Some(taken)
}

impl Wire for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        match u8::read(from)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Wire for String {
    #[inline(never)]
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        push(out, self.as_bytes());
    }

    #[inline(never)]
    fn read(from: &mut &[u8]) -> Option<Self> {
        let n_bytes = u32::read(from)?;
        Self::from_utf8(take(from, n_bytes as usize)?.to_vec()).ok()
    }
}

/// Ids of texts: known ones when they are written, whatever came when they are read.
impl Wire for Cow<'static, str> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        push(out, self.as_bytes());
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        String::read(from).map(Cow::Owned)
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(inner) = self {
            inner.write(out);
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::read(from)? { Some(T::read(from)?) } else { None })
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_ok().write(out);
        match self {
            Ok(value) => value.write(out),
            Err(error) => error.write(out),
        }
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::read(from)? { Ok(T::read(from)?) } else { Err(E::read(from)?) })
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        self.iter().for_each(|it| it.write(out));
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        let n_items = u32::read(from)?;
        // Every item takes a byte at least: a wrong count cannot ask for all memory.
        let mut items = Self::with_capacity(from.len().min(n_items as usize));
        for _ in 0..n_items {
            items.push(T::read(from)?);
        }
        Some(items)
    }
}

impl<T: Wire> Wire for Box<T> {
    fn write(&self, out: &mut Vec<u8>) {
        T::write(self, out);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        T::read(from).map(Self::new)
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
        self.1.write(out);
    }

    fn read(from: &mut &[u8]) -> Option<Self> {
        Some((A::read(from)?, B::read(from)?))
    }
}
