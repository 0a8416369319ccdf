//! Events of the heap that may be void when they are due: they name a ticket, which names a record and its generation, or a
//! replica and which of its plans it is.

/// What has been planned for records, by number.
#[derive(Clone, Debug, Default)]
pub struct Tickets {
    issued: Vec<(u32, u32)>,
    free: Vec<u32>,
}

impl Tickets {
    /// A number that stands for a record of that generation, or for that plan of a replica.
    pub fn issue(&mut self, span: u32, generation: u32) -> u32 {
        if let Some(ticket) = self.free.pop() {
            self.issued[ticket as usize] = (span, generation);
            return ticket;
        }
        self.issued.push((span, generation));
        (self.issued.len() - 1) as u32
    }

    /// What it stands for; the number may be given out again.
    pub fn redeem(&mut self, ticket: u32) -> (u32, u32) {
        self.free.push(ticket);
        self.issued[ticket as usize]
    }

    /// What tickets stand for has other numbers from now on.
    pub fn rename(&mut self, moved: impl Fn(u32) -> u32) {
        self.issued.iter_mut().for_each(|it| it.0 = moved(it.0));
    }
}
