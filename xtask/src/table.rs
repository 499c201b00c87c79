//! Plain text tables with aligned columns.

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Words.
    Left,
    /// Figures.
    Right,
}

/// Lays out `rows` under `head`; the last column is never padded.
pub(crate) fn render(head: &[(&str, Align)], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, (name, _))| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .chain([name.chars().count()])
                .max()
                .unwrap_or(0)
        })
        .collect();
    let line = |cells: Vec<&str>| {
        let mut text = String::new();
        for ((cell, width), (_, align)) in cells.iter().zip(&widths).zip(head) {
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            match align {
                Align::Left => text.push_str(&format!("{cell}{gap}  ")),
                Align::Right => text.push_str(&format!("{gap}{cell}  ")),
            }
        }
        format!("{}\n", text.trim_end())
    };
    let mut text = line(head.iter().map(|(name, _)| *name).collect());
    for row in rows {
        text.push_str(&line(row.iter().map(String::as_str).collect()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_nothing_trails() {
        let head = [
            ("part", Align::Left),
            ("seconds", Align::Right),
            ("note", Align::Left),
        ];
        let rows = vec![
            vec!["format".to_owned(), "1.2".to_owned(), String::new()],
            vec![
                "shipped binary".to_owned(),
                "104.0".to_owned(),
                "ok".to_owned(),
            ],
        ];
        assert_eq!(
            render(&head, &rows),
            "part            seconds  note\n\
             format              1.2\n\
             shipped binary    104.0  ok\n",
            "words left, figures right, no trailing blanks"
        );
    }
}
