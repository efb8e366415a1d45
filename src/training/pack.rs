//! What was learnt to the bytes that `attribution::weights` reads.

use crate::attribution::{
    Tag,
    weights::{ENTRY, GROUPS, HEADER, MAGIC, Section, SparseTable, VERSION, checksum},
};

/// Weights by feature as one weight of 8 bits for each label.
///
/// `limit` is the largest weight that is told apart; rows that round to nothing are left out.
pub(super) fn rows<const WIDTH: usize>(learnt: &[(u32, [f32; WIDTH])], limit: f32) -> Vec<u8> {
    let scale = limit / 127.0;
    let kept: Vec<(u32, [i8; WIDTH])> = learnt
        .iter()
        .map(|(feature, weights)| (*feature, weights.map(|weight| quantized(weight, scale))))
        .filter(|(_, weights)| weights.iter().any(|weight| *weight != 0))
        .collect();
    let mut bytes = scale.to_le_bytes().to_vec();
    bytes.extend(index(kept.iter().map(|(feature, _)| *feature)));
    bytes.extend(kept.iter().flat_map(|(_, weights)| weights.iter().map(|weight| *weight as u8)));
    bytes
}

/// Weights of the tagger: for each feature the tags that it speaks for or against.
pub(super) fn tags(learnt: &[(u32, [f32; Tag::ALL.len()])]) -> Vec<u8> {
    let most =
        learnt.iter().flat_map(|(_, row)| row).fold(1.0f32, |most, weight| most.max(weight.abs()));
    let scale = most.min(24.0) / 127.0;
    let entries = |row: &[f32; Tag::ALL.len()]| -> Vec<[u8; 2]> {
        let all = row.iter().enumerate();
        all.map(|(tag, weight)| [tag as u8, quantized(*weight, scale) as u8])
            .filter(|[_, weight]| *weight != 0)
            .collect()
    };
    let kept: Vec<(u32, Vec<[u8; 2]>)> = learnt
        .iter()
        .map(|(feature, row)| (*feature, entries(row)))
        .filter(|(_, entries)| !entries.is_empty())
        .collect();
    let mut bytes = index(kept.iter().map(|(feature, _)| *feature));
    let mut first = 0u32;
    for (_, entries) in &kept {
        bytes.extend(first.to_le_bytes());
        first += entries.len() as u32;
    }
    bytes.extend(first.to_le_bytes());
    bytes.extend(kept.iter().flat_map(|(_, entries)| entries.as_flattened()));
    bytes
}

/// Opens what [`tags`] returned.
pub(super) fn sparse(bytes: &[u8]) -> SparseTable<'_> {
    SparseTable::open(bytes).expect("we laid it out ourselves")
}

fn quantized(weight: f32, scale: f32) -> i8 {
    (weight / scale).round().clamp(-127.0, 127.0) as i8
}

/// The index of `features`, which come in ascending order.
fn index(features: impl Iterator<Item = u32>) -> Vec<u8> {
    let features: Vec<u32> = features.collect();
    let before = |group: usize| features.partition_point(|feature| (feature >> 8) < group as u32);
    let mut bytes = (features.len() as u32).to_le_bytes().to_vec();
    bytes.extend((0..=GROUPS).flat_map(|group| (before(group) as u32).to_le_bytes()));
    bytes.extend(features.iter().map(|feature| *feature as u8));
    bytes
}

/// Real numbers as bytes.
pub(super) fn reals(numbers: &[f32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// Puts the sections into one file.
pub(super) fn file(sections: &[(Section, Vec<u8>)]) -> Vec<u8> {
    let mut directory = Vec::new();
    let mut start = HEADER + sections.len() * ENTRY;
    for (section, bytes) in sections {
        for number in [*section as u32, start as u32, bytes.len() as u32] {
            directory.extend(number.to_le_bytes());
        }
        start += bytes.len();
    }
    let mut body = directory;
    sections.iter().for_each(|(_, bytes)| body.extend(bytes));
    let mut file = MAGIC.to_vec();
    file.extend(VERSION.to_le_bytes());
    file.extend((sections.len() as u32).to_le_bytes());
    file.extend(checksum(&body).to_le_bytes());
    file.extend(body);
    file
}
