//! Training of the cue stage: is this candidate the head of a cue?

use super::{
    ftrl::{Counter, Learnt, Lists, Row, Settings, average},
    lesson::Lesson,
    random::Random,
};
use crate::attribution::{cue::logistic, features};

/// Learns from `lessons`, which have tags.
pub(super) fn train(lessons: &[&Lesson], settings: &Settings) -> Learnt<1> {
    let mut counter = Counter::new();
    each_candidate(lessons, |features, _| counter.count(features));
    let alphabet = counter.alphabet(settings.frequency);
    let (mut lists, mut right) = (Lists::new(), Vec::new());
    each_candidate(lessons, |features, is_head| {
        lists.push(|list| alphabet.number(features, list));
        right.push(if is_head { 1.0 } else { 0.0 });
    });
    let mut sums = vec![[0.0]; alphabet.features.len()];
    for seed in 0..settings.seeds {
        let rows = learn(&lists, &right, sums.len(), settings, seed);
        average(&mut sums, &rows, settings);
    }
    alphabet.features.into_iter().zip(sums).filter(|(_, sum)| sum[0] != 0.0).collect()
}

/// Calls `act` with the features of each candidate and whether it is the head of a cue.
fn each_candidate(lessons: &[&Lesson], mut act: impl FnMut(&[u32], bool)) {
    let mut found = Vec::new();
    for lesson in lessons {
        for index in (0..lesson.page.len).filter(|index| lesson.page.is_candidate(*index)) {
            found.clear();
            features::cue(&lesson.page, index, &mut found);
            act(&found, lesson.relations.iter().any(|relation| relation.head == index));
        }
    }
}

fn learn(lists: &Lists, right: &[f32], rows: usize, settings: &Settings, seed: u64) -> Vec<Row<1>> {
    let Settings { alpha, l1, dropout, .. } = *settings;
    let scale = 1.0 / (1.0 - dropout);
    let mut rows = vec![Row::<1>::ZERO; rows];
    let mut order: Vec<usize> = (0..lists.len()).collect();
    let mut random = Random::new(seed);
    let mut kept: Vec<u32> = Vec::new();
    for _ in 0..settings.epochs {
        random.shuffle(&mut order);
        for example in &order {
            kept.clear();
            kept.extend(lists.get(*example).iter().filter(|_| random.unit() >= dropout));
            let sum: f32 = kept.iter().map(|row| rows[*row as usize].weights(alpha, l1)[0]).sum();
            let slope = scale * (logistic(scale * sum) - right[*example]);
            for row in &kept {
                rows[*row as usize].step(&[slope], alpha, l1);
            }
        }
    }
    rows
}
