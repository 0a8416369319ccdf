//! Series as a table that spreadsheets and scripts read (RFC 4180): seconds, then a column per line.

use std::fmt::Write as _;

use model::lean;

/// A column: head and points in order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub head: String,
    pub points: Vec<(f64, f64)>,
}

/// A table with all the moments of all the columns. `notes`: what happened when, for a last column.
pub fn csv(time_head: &str, columns: &[Column], notes_head: &str, notes: &[(f64, String)]) -> String {
    let mut moments: Vec<f64> = columns.iter().flat_map(|it| &it.points).map(|it| it.0).collect();
    moments.extend(notes.iter().map(|it| it.0).filter(|it| it.is_finite()));
    lean::sort_by(&mut moments, f64::total_cmp);
    moments.dedup();
    let mut out = field(time_head);
    for column in columns {
        out.push(',');
        out.push_str(&field(&column.head));
    }
    if !notes.is_empty() {
        out.push(',');
        out.push_str(&field(notes_head));
    }
    out.push_str("\r\n");
    let mut next = vec![0; columns.len()];
    for at in moments {
        // Numbers are written for machines: a point, no thousands, the shortest text that reads back as the same.
        let _ = write!(out, "{at}");
        for (column, next) in columns.iter().zip(&mut next) {
            out.push(',');
            let here = column.points[*next..].iter().take_while(|it| it.0 == at).count();
            if here > 0 {
                let _ = write!(out, "{}", column.points[*next].1);
                *next += here;
            }
        }
        if !notes.is_empty() {
            let now: Vec<&str> = notes.iter().filter(|it| it.0 == at).map(|it| it.1.as_str()).collect();
            out.push(',');
            out.push_str(&field(&now.join("; ")));
        }
        out.push_str("\r\n");
    }
    out
}

/// A text as one field. A spreadsheet would take what begins like a formula for one, and run it.
fn field(text: &str) -> String {
    let is_formula =
        text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    let safe = if is_formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains(['"', ',', '\r', '\n', ';']) {
        format!("\"{}\"", safe.replace('"', "\"\""))
    } else {
        safe
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(head: &str, points: &[(f64, f64)]) -> Column {
        Column { head: head.to_owned(), points: points.to_vec() }
    }

    #[test]
    fn a_row_per_moment_and_nothing_where_there_is_no_value() {
        let columns = [column("p50 [ms]", &[(1.0, 0.1), (3.0, 20.0)]), column("a, \"b\"", &[(2.0, 1e21)])];
        assert_eq!(
            csv("time [s]", &columns, "happened", &[(2.5, "x".to_owned()), (2.5, "y".to_owned())]),
            "time [s],p50 [ms],\"a, \"\"b\"\"\",happened\r\n1,0.1,,\r\n2,,1000000000000000000000,\r\n\
             2.5,,,\"x; y\"\r\n3,20,,\r\n"
        );
    }

    #[test]
    fn of_two_values_at_a_moment_the_first_one_is_written() {
        let columns = [column("a", &[(1.0, 5.0), (1.0, 6.0), (2.0, 7.0)])];
        assert_eq!(csv("t", &columns, "", &[]), "t,a\r\n1,5\r\n2,7\r\n");
    }

    #[test]
    fn what_looks_like_a_formula_is_text() {
        for evil in ["=1+1", "+x", "-2", "@SUM(A1)", "\t=1", " =HYPERLINK(\"a\")"] {
            let table = csv("time [s]", &[column(evil, &[])], "", &[]);
            assert!(table.contains(",'") || table.contains(",\"'"), "{table}");
        }
        // Negative numbers stay numbers.
        assert!(csv("t", &[column("a", &[(-1.0, -2.5)])], "", &[]).ends_with("\r\n-1,-2.5\r\n"));
    }
}
