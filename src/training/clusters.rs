//! Words to classes of words that stand in like company.
//!
//! Exchange clustering (Kneser and Ney, 1993): each word is moved to the class that tells most about
//! the words beside it, until few move. The neighbours themselves are taken as words, not classes
//! (Uszkoreit and Brants, 2008), on both sides.

use std::collections::BTreeMap;

use super::wordlist::Clusters;

/// Classes at each grain, coarse and fine.
const CLASSES: [usize; 2] = [64, 512];

/// Rounds of moves.
const ROUNDS: usize = 8;

/// Words seen less often get no class; they all count as one neighbour.
const SEEN: u32 = 4;

/// Finds the classes of the words of `sentences`, which are hashes.
pub(super) fn clusters(sentences: &[Vec<u32>]) -> Clusters {
    let company = Company::new(sentences);
    let fine = CLASSES.map(|classes| exchange(&company, classes));
    company
        .words
        .iter()
        .enumerate()
        .map(|(word, hash)| (*hash, [fine[0][word] + 1, fine[1][word] + 1]))
        .collect()
}

/// Which words stand beside which.
struct Company {
    /// Frequent words, the most frequent first.
    words: Vec<u32>,
    /// For each, how often it stands beside each neighbour: those before it are even, behind it odd.
    neighbours: Vec<Vec<(u32, u32)>>,
    /// How often each word was seen.
    counts: Vec<u32>,
}

impl Company {
    fn new(sentences: &[Vec<u32>]) -> Self {
        let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
        sentences.iter().flatten().for_each(|word| *seen.entry(*word).or_default() += 1);
        let mut frequent: Vec<(u32, u32)> = seen
            .into_iter()
            .filter(|(_, count)| *count >= SEEN)
            .map(|(word, count)| (count, word))
            .collect();
        frequent.sort_by(|a, b| b.cmp(a));
        let numbers: BTreeMap<u32, usize> =
            frequent.iter().enumerate().map(|(number, (_, word))| (*word, number)).collect();
        let rare = frequent.len();
        let edge = rare + 1;
        let mut beside: Vec<BTreeMap<u32, u32>> = vec![BTreeMap::new(); frequent.len()];
        for sentence in sentences {
            let number = |at: Option<usize>| match at.and_then(|at| sentence.get(at)) {
                Some(word) => numbers.get(word).copied().unwrap_or(rare),
                None => edge,
            };
            for at in 0..sentence.len() {
                let own = number(Some(at));
                if own != rare {
                    let before = number(at.checked_sub(1)) as u32 * 2;
                    let behind = number(Some(at + 1)) as u32 * 2 + 1;
                    *beside[own].entry(before).or_default() += 1;
                    *beside[own].entry(behind).or_default() += 1;
                }
            }
        }
        Self {
            words: frequent.iter().map(|(_, word)| *word).collect(),
            counts: frequent.iter().map(|(count, _)| *count).collect(),
            neighbours: beside.into_iter().map(|row| row.into_iter().collect()).collect(),
        }
    }
}

/// Returns the class of each word.
fn exchange(company: &Company, classes: usize) -> Vec<u16> {
    let mut state = State::new(company, classes);
    for _ in 0..ROUNDS {
        let moved = (0..company.words.len()).filter(|word| state.settle(*word)).count();
        if moved * 200 < company.words.len() {
            break;
        }
    }
    state.class
}

struct State<'c> {
    company: &'c Company,
    classes: usize,
    class: Vec<u16>,
    /// For each neighbour and class how often they meet.
    meetings: Vec<u32>,
    /// How often the words of each class were seen.
    sizes: Vec<u64>,
    /// x ln x for small x.
    entropy: Vec<f32>,
    gains: Vec<f64>,
}

impl<'c> State<'c> {
    fn new(company: &'c Company, classes: usize) -> Self {
        let words = company.words.len();
        let mut state = Self {
            company,
            classes,
            class: (0..words).map(|word| (word % classes) as u16).collect(),
            meetings: vec![0; (words + 2) * 2 * classes],
            sizes: vec![0; classes],
            entropy: (0..4096)
                .map(|x| if x == 0 { 0.0 } else { x as f32 * (x as f32).ln() })
                .collect(),
            gains: vec![0.0; classes],
        };
        (0..words).for_each(|word| state.put(word, state.class[word]));
        state
    }

    fn put(&mut self, word: usize, class: u16) {
        for (neighbour, times) in &self.company.neighbours[word] {
            self.meetings[*neighbour as usize * self.classes + usize::from(class)] += times;
        }
        self.sizes[usize::from(class)] += u64::from(self.company.counts[word]);
        self.class[word] = class;
    }

    fn take(&mut self, word: usize) {
        let class = usize::from(self.class[word]);
        for (neighbour, times) in &self.company.neighbours[word] {
            self.meetings[*neighbour as usize * self.classes + class] -= times;
        }
        self.sizes[class] -= u64::from(self.company.counts[word]);
    }

    /// Moves `word` to its best class; returns whether that is another one.
    fn settle(&mut self, word: usize) -> bool {
        let before = self.class[word];
        self.take(word);
        let count = f64::from(self.company.counts[word]);
        for (gain, size) in self.gains.iter_mut().zip(&self.sizes) {
            let size = *size as f64;
            let rest = if size > 0.0 { size * size.ln() } else { 0.0 };
            *gain = 2.0 * (rest - (size + count) * (size + count).ln());
        }
        for (neighbour, times) in &self.company.neighbours[word] {
            let row = &self.meetings[*neighbour as usize * self.classes..][..self.classes];
            for (gain, meetings) in self.gains.iter_mut().zip(row) {
                *gain += f64::from(
                    entropy(&self.entropy, meetings + times) - entropy(&self.entropy, *meetings),
                );
            }
        }
        let mut best = before;
        for class in 0..self.classes {
            if self.gains[class] > self.gains[usize::from(best)] + 1e-3 {
                best = class as u16;
            }
        }
        self.put(word, best);
        best != before
    }
}

/// Returns x ln x.
fn entropy(table: &[f32], x: u32) -> f32 {
    table.get(x as usize).copied().unwrap_or_else(|| x as f32 * (x as f32).ln())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_like_company_share_a_class() {
        // 1 and 2 stand between 3 and 4; 5 and 6 between 7 and 8; often enough to tell.
        let sentences: Vec<Vec<u32>> =
            (0..400)
                .map(|at| {
                    if at % 2 == 0 {
                        vec![3, 1 + at / 2 % 2, 4]
                    } else {
                        vec![7, 5 + at / 2 % 2, 8]
                    }
                })
                .collect();
        let state = exchange(&Company::new(&sentences), 4);
        let company = Company::new(&sentences);
        let class = |hash: u32| state[company.words.iter().position(|word| *word == hash).unwrap()];
        assert_eq!(class(1), class(2));
        assert_eq!(class(5), class(6));
        assert_ne!(class(1), class(5));
    }
}
