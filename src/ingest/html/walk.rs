//! Walks through a page's tree and writes its words down.

use dom_query::{Document, NodeData, NodeRef};

use crate::{
    article::MarkKind,
    ingest::compose::{Composer, Flow},
};

/// What the walk goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// The main text of a page.
    Main,
    /// All of a page; its menus are left out.
    Page,
    /// A part of a page that was stored as an article's text.
    Part,
}

/// Elements whose content is not for reading.
const UNREAD: [&str; 20] = [
    "head", "script", "style", "noscript", "template", "iframe", "object", "embed", "svg",
    "canvas", "audio", "video", "button", "input", "select", "textarea", "datalist", "rt", "rp",
    "title",
];

/// Stands for the end of a paragraph that is made of breaks; Unicode's own sign for it.
const PARAGRAPH_END: char = '\u{2029}';

/// Makes `document` ready for Readability: removes what is not for reading and what it stumbles
/// over, and marks paragraphs that end with two breaks, which it may lose when it rebuilds them.
pub(super) fn prepare(document: &Document) {
    document.select("iframe, object, embed").remove();
    for node in document.select("br").nodes() {
        if !is_break(before(node)) && is_break(after(node)) {
            node.insert_before(&document.tree.new_text(PARAGRAPH_END.to_string()));
        }
    }
}

/// Returns the sibling before `node` that is more than white space.
fn before<'d>(node: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    std::iter::successors(node.prev_sibling(), |node| node.prev_sibling())
        .find(|node| !node.is_text() || node.is_nonempty_text())
}

/// Returns the sibling after `node` that is more than white space.
fn after<'d>(node: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    std::iter::successors(node.next_sibling(), |node| node.next_sibling())
        .find(|node| !node.is_text() || node.is_nonempty_text())
}

fn is_break(node: Option<NodeRef<'_>>) -> bool {
    node.is_some_and(|node| node.has_name("br"))
}

/// Adds the words of everything in `root` to `composer`.
pub(super) fn add(root: &NodeRef<'_>, whole: Whole, composer: &mut Composer) {
    let mut walk = Walk { whole, composer, quotations: 0, tables: 0, at_row_start: true, code: 0 };
    let mut next = root.first_child();
    // Without recursion, for pages nest as deep as they like.
    while let Some(mut node) = next {
        next = if walk.enter(&node) { node.first_child() } else { None };
        if next.is_some() {
            continue;
        }
        loop {
            walk.leave(&node);
            next = node.next_sibling();
            match node.parent() {
                Some(parent) if next.is_none() && parent.id != root.id => node = parent,
                _ => break,
            }
        }
    }
}

struct Walk<'c> {
    whole: Whole,
    composer: &'c mut Composer,
    /// How many `<q>` are open.
    quotations: usize,
    /// How many tables of data are open; those inside others are read as their words.
    tables: usize,
    at_row_start: bool,
    /// How many `<pre>` are open.
    code: usize,
}

impl Walk<'_> {
    /// Takes in what begins at `node`; returns whether its content is to be read.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            node.query(|node| {
                if let NodeData::Text { contents } = &node.data {
                    self.words(contents);
                }
            });
            return false;
        }
        let Some(name) = node.qual_name_ref() else { return false };
        let name: &str = &name.local;
        if self.is_unread(node, name) {
            return false;
        }
        match name {
            "br" => self.line_break(node),
            "q" => self.begin_quotation(),
            "a" => self.composer.open(MarkKind::Link(node.attr_or("href", "").trim().to_owned())),
            _ => match mark(name) {
                Some(kind) => self.composer.open(kind),
                None => self.begin(node, name),
            },
        }
        true
    }

    fn words(&mut self, words: &str) {
        let mut paragraphs = words.split(PARAGRAPH_END);
        self.composer.text(paragraphs.next().unwrap_or_default());
        for words in paragraphs {
            if self.tables == 0 && self.code == 0 {
                self.composer.begin(Flow::Paragraph);
            }
            self.composer.text(words);
        }
    }

    /// Takes in the beginning of a block.
    fn begin(&mut self, node: &NodeRef<'_>, name: &str) {
        let c = &mut *self.composer;
        if self.tables > 0 {
            match name {
                "tr" => self.at_row_start = true,
                "td" | "th" if !std::mem::take(&mut self.at_row_start) => c.cell(),
                "table" => self.tables += 1,
                _ if is_block(name) => c.text(" "),
                _ => {}
            }
            return;
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                c.begin(Flow::Heading(name.as_bytes()[1] - b'0'))
            }
            "blockquote" => c.begin_quote(),
            "ul" | "menu" | "dir" => c.begin_list(None),
            "ol" => c.begin_list(Some(node.attr_or("start", "1").parse().unwrap_or(1))),
            "li" => c.begin_item(),
            "pre" | "listing" | "xmp" => {
                self.code += 1;
                c.begin(Flow::Code);
            }
            "figcaption" | "caption" => c.begin(Flow::Caption),
            "table" if is_data(node) => {
                self.tables = 1;
                c.begin(Flow::Table);
            }
            // In a quotation of its own line, the one who says it stands apart.
            _ if is_block(name) && self.code == 0 => c.begin(Flow::Paragraph),
            _ => {}
        }
    }

    /// Takes in what ends at `node`.
    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.qual_name_ref() else { return };
        let name: &str = &name.local;
        if self.is_unread(node, name) || name == "br" {
            return;
        }
        let c = &mut *self.composer;
        if name == "q" {
            self.end_quotation();
        } else if name == "a" || mark(name).is_some() {
            c.close();
        } else if self.tables > 0 {
            match name {
                "tr" => c.row(),
                "table" => {
                    self.tables -= 1;
                    if self.tables == 0 {
                        c.begin(Flow::Paragraph);
                    }
                }
                _ if is_block(name) => c.text(" "),
                _ => {}
            }
        } else {
            self.end(name);
        }
    }

    /// Takes in the end of a block.
    fn end(&mut self, name: &str) {
        let c = &mut *self.composer;
        match name {
            "blockquote" => c.end_quote(),
            "ul" | "menu" | "dir" | "ol" => c.end_list(),
            "pre" | "listing" | "xmp" => {
                self.code = self.code.saturating_sub(1);
                c.begin(Flow::Paragraph);
            }
            _ if is_block(name) && self.code == 0 => c.begin(Flow::Paragraph),
            _ => {}
        }
    }

    /// Returns whether the content of `node` is left out. Says the same whenever it is asked.
    fn is_unread(&self, node: &NodeRef<'_>, name: &str) -> bool {
        UNREAD.contains(&name)
            || (self.whole != Whole::Main && is_hidden(node))
            || (self.whole == Whole::Page
                && (name == "nav" || node.attr("role").as_deref() == Some("navigation")))
    }

    /// A break, or with another one right before it the end of a paragraph.
    fn line_break(&mut self, node: &NodeRef<'_>) {
        if self.tables > 0 {
            self.composer.text(" ");
        } else if self.code == 0 && is_break(before(node)) {
            self.composer.begin(Flow::Paragraph);
        } else {
            self.composer.line_break();
        }
    }

    /// Browsers set the marks around `<q>`; without them its words would be nobody's.
    fn begin_quotation(&mut self) {
        self.composer.text(if self.quotations.is_multiple_of(2) { "“" } else { "‘" });
        self.quotations += 1;
    }

    fn end_quotation(&mut self) {
        self.quotations = self.quotations.saturating_sub(1);
        self.composer.text(if self.quotations.is_multiple_of(2) { "”" } else { "’" });
    }
}

/// Returns the mark that an element of this name is.
fn mark(name: &str) -> Option<MarkKind> {
    match name {
        "em" | "i" | "cite" | "dfn" | "var" => Some(MarkKind::Emphasis),
        "strong" | "b" => Some(MarkKind::Strong),
        "code" | "kbd" | "samp" | "tt" => Some(MarkKind::Code),
        _ => None,
    }
}

/// Returns whether an element of this name stands on lines of its own, by the HTML standard's
/// style sheet (15.3, Flow content).
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 46] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ];
    BLOCKS.binary_search(&name).is_ok()
}

/// Returns whether browsers do not show `node`.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = node.attr_or("style", "").to_ascii_lowercase().replace(' ', "");
    node.has_attr("hidden") || style.contains("display:none") || style.contains("visibility:hidden")
}

/// Returns whether a table holds data, and does not only place parts of the page: it has rows of
/// two cells or more, and no block inside a cell.
fn is_data(table: &NodeRef<'_>) -> bool {
    let mut cells_of_row = 0;
    let mut has_row = false;
    for node in table.descendants_it() {
        let Some(name) = node.qual_name_ref() else { continue };
        match &*name.local {
            "tr" => cells_of_row = 0,
            "td" | "th" => {
                cells_of_row += 1;
                has_row |= cells_of_row > 1;
            }
            "table" | "div" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "blockquote" | "pre" => {
                return false;
            }
            _ => {}
        }
    }
    has_row && !has_long_paragraphs(table)
}

/// Returns whether cells hold paragraphs that are more than data.
fn has_long_paragraphs(table: &NodeRef<'_>) -> bool {
    let mut paragraphs = table.descendants_it().filter(|node| node.has_name("p"));
    paragraphs.any(|paragraph| paragraph.normalized_char_count() > 120)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{
        compose::TitleRule,
        tests::{describe, holds},
    };

    fn check(html: &str, expected: &[&str]) {
        let document = Document::from(html);
        let mut composer = Composer::new(TitleRule::Known(String::new()));
        add(&document.body().unwrap(), Whole::Page, &mut composer);
        let article = composer.finish();
        holds(&article);
        assert_eq!(describe(&article), expected, "{html}");
    }

    #[test]
    fn names_of_blocks_are_sorted() {
        assert!(is_block("address") && is_block("ul") && is_block("tr") && is_block("h6"));
        assert!(!is_block("span") && !is_block("b"));
    }

    #[test]
    fn paragraphs_and_words() {
        check(
            "<p>The  court\n<span>rul</span><span>ed</span>.</p>It did.<div>So.</div>",
            &["p The court ruled.", "p It did.", "p So."],
        );
        check("a&nbsp;b &lt;c&gt; &eacute;&#8217;", &["p a\u{A0}b <c> é’"]);
    }

    #[test]
    fn headings_lists_and_quotations() {
        check(
            "<h3>Why</h3><ol start=2><li>one<ul><li>in</ul><li><p>two<p>more</ol>",
            &["h3 Why", "0 2. one", "1 • in", "0 3. two", "0  more"],
        );
        check(
            "<blockquote><p>a</p><blockquote>b</blockquote></blockquote>c",
            &[">p a", ">>p b", "p c"],
        );
        check("<li>alone", &["p alone"]);
    }

    #[test]
    fn marks() {
        check(
            "<p>see <a href=' /x '>the <b>court</b></a>, <em>so</em> <code>x</code></p>",
            &["p see the court, so x", "  link(/x) the court", "  em so", "  code x"],
        );
    }

    #[test]
    fn breaks_and_double_breaks() {
        check("a<br>b<br>\n<br>c", &["p a\nb", "p c"]);
        check("<pre>a<br><br>b</pre>", &["code a\n\nb"]);
    }

    #[test]
    fn quotation_elements_have_marks() {
        check("<p><q>It is <q>safe</q></q>, she said.", &["p “It is ‘safe’”, she said."]);
    }

    #[test]
    fn code_keeps_its_lines() {
        check("<pre><code>a\n  b</code></pre><p>c", &["code a\n  b", "p c"]);
    }

    #[test]
    fn captions() {
        check(
            "<figure><img src=x><figcaption>The harbour</figcaption></figure>a",
            &["caption The harbour", "p a"],
        );
    }

    #[test]
    fn tables_of_data_and_of_layout() {
        check(
            "<table><caption>Ships</caption><tr><th>a</th><th>b</th></tr><tr><td><p>1</p></td><td>2<br>3</td></tr></table>x",
            &["table Ships a\tb\n1\t2 3", "p x"],
        );
        check(
            "<table><tr><td><div>menu</div></td><td><p>It did.</p></td></tr></table>",
            &["p menu", "p It did."],
        );
        check("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>", &["p one", "p two"]);
    }

    #[test]
    fn what_is_not_for_reading() {
        check(
            "<body><script>x</script><style>x</style><noscript>x</noscript><p hidden>x</p><p style='Display: none'>x</p><nav>x</nav><svg><text>x</text></svg>a",
            &["p a"],
        );
    }

    #[test]
    fn ruby_is_its_base() {
        check("<p><ruby>東<rp>(</rp><rt>とう</rt><rp>)</rp></ruby>京", &["p 東京"]);
    }
}
