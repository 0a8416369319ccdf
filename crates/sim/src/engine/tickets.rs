//! Events of the heap that are void once a record has been given to another request: they name a ticket, which names
//! the record and its generation.

/// What has been planned for records, by number.
#[derive(Clone, Debug, Default)]
pub struct Tickets {
    issued: Vec<(u32, u32)>,
    free: Vec<u32>,
}

impl Tickets {
    /// A number that stands for a record of that generation.
    pub fn issue(&mut self, span: u32, generation: u32) -> u32 {
        if let Some(ticket) = self.free.pop() {
            self.issued[ticket as usize] = (span, generation);
            return ticket;
        }
        self.issued.push((span, generation));
        (self.issued.len() - 1) as u32
    }

    /// The record and its generation; the number may be given out again.
    pub fn redeem(&mut self, ticket: u32) -> (u32, u32) {
        self.free.push(ticket);
        self.issued[ticket as usize]
    }
}
