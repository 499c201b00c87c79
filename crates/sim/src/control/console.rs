//! Commands as lines: `phone_pin phone=15550001111 chat=15550002222 on:=false`.

use serde_json::{Map, Value};

/// The JSON of a console line. A line that begins with `{` is JSON already;
/// otherwise `key=value` is a text and `key:=value` any JSON value. Values
/// with spaces stand in double quotes.
///
/// # Errors
/// What is wrong with the line, in words.
pub fn json_of_line(line: &str) -> Result<String, String> {
    let line = line.trim();
    if line.starts_with('{') {
        return Ok(line.to_owned());
    }
    let mut words = split(line)?.into_iter();
    let name = words.next().ok_or("There is no command on this line")?;
    let mut object = Map::from_iter([("cmd".to_owned(), Value::String(name))]);
    for word in words {
        let (key, value) = word
            .split_once('=')
            .ok_or_else(|| format!("{word} is neither key=text nor key:=json"))?;
        let (key, value) = match key.strip_suffix(':') {
            Some(key) => {
                let value = serde_json::from_str(value)
                    .map_err(|_| format!("{value} is not JSON; use {key}=… for text"))?;
                (key, value)
            }
            None => (key, Value::String(value.to_owned())),
        };
        object.insert(key.to_owned(), value);
    }
    Ok(Value::Object(object).to_string())
}

fn split(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            '\\' if quoted => word.extend(letters.next()),
            ' ' if !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => word.push(letter),
        }
    }
    if quoted {
        return Err("A quotation mark is missing".to_owned());
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_a_command() {
        let json =
            json_of_line(r#"contact_send contact=15550002222 to=15550001111 text="Two, please""#);
        assert_eq!(
            json.as_deref(),
            Ok(
                r#"{"cmd":"contact_send","contact":"15550002222","text":"Two, please","to":"15550001111"}"#
            )
        );
        let json = json_of_line("phone_unlink phone=15550001111 device:=1");
        assert_eq!(
            json.as_deref(),
            Ok(r#"{"cmd":"phone_unlink","device":1,"phone":"15550001111"}"#)
        );
    }

    #[test]
    fn a_broken_line_says_what_is_wrong() {
        assert_eq!(
            json_of_line("phone_unlink device").unwrap_err(),
            "device is neither key=text nor key:=json"
        );
        assert_eq!(
            json_of_line("unhandled \"x").unwrap_err(),
            "A quotation mark is missing"
        );
    }
}
