//! Where a link of an article goes: an address that may be opened, or why it may not.

/// What a link may use: nothing that runs a program or reads what the reader did not open.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "file"];

/// Returns the full address of `link`, which stands in an article that came from `base`.
///
/// # Errors
///
/// Why it is not opened, for the status line.
pub fn resolve(link: &str, base: Option<&str>) -> Result<String, String> {
    let link = link.trim();
    if link.is_empty() || link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("this link is no address".to_owned());
    }
    if let Some(scheme) = scheme(link) {
        return match SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()) {
            true => Ok(link.to_owned()),
            false => Err(format!("links to {scheme}: are not opened")),
        };
    }
    if link.starts_with('#') {
        return Err("this link goes to a place in the page, which the article does not keep".into());
    }
    let site = base.filter(|base| matches!(scheme(base), Some("http" | "https")));
    let site = site.ok_or_else(|| format!("{link} names no site, and neither does the article"))?;
    Ok(join(site, link))
}

/// Returns the scheme that `address` begins with.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let whole = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letter);
    whole.then_some(scheme)
}

/// Joins a link without a scheme to the address of its page (RFC 3986, 5.2).
fn join(page: &str, link: &str) -> String {
    let page = page.split(['?', '#']).next().unwrap_or_default();
    let host = page.find("://").map_or(0, |at| at + 3);
    let root = page[host..].find('/').map_or(page.len(), |at| host + at);
    if let Some(rest) = link.strip_prefix("//") {
        return format!("{}{rest}", &page[..host]);
    }
    if link.starts_with('/') {
        return format!("{}{link}", &page[..root]);
    }
    if link.starts_with('?') {
        return format!("{page}{link}");
    }
    let folder = page[root..].rfind('/').map_or("", |at| &page[root..root + at]);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("{}/{}", &page[..root], parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, expected: &str) {
        let base = Some("https://news.example/2024/05/bridge.html?a=b#c");
        assert_eq!(resolve(link, base).as_deref(), Ok(expected));
    }

    fn check_refused(link: &str, why: &str) {
        assert_eq!(resolve(link, None), Err(why.to_owned()));
    }

    #[test]
    fn whole_addresses_are_kept() {
        check("http://a.example/x?y#z", "http://a.example/x?y#z");
        check("mailto:desk@a.example", "mailto:desk@a.example");
        check(" HTTPS://A.example ", "HTTPS://A.example");
    }

    #[test]
    fn others_are_joined_to_the_page() {
        check("next.html", "https://news.example/2024/05/next.html");
        check("../04/a.html", "https://news.example/2024/04/a.html");
        check("./a/b", "https://news.example/2024/05/a/b");
        check("/about", "https://news.example/about");
        check("//other.example/x", "https://other.example/x");
        check("?page=2", "https://news.example/2024/05/bridge.html?page=2");
    }

    #[test]
    fn what_could_do_harm_is_refused() {
        check_refused("javascript:alert(1)", "links to javascript: are not opened");
        check_refused("data:text/html,x", "links to data: are not opened");
        check_refused("http://a.example/\u{1b}]52", "this link is no address");
        check_refused("-rf", "-rf names no site, and neither does the article");
        check_refused("", "this link is no address");
    }
}
