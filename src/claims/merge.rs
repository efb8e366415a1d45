//! Mentions to sources: “Anna Berg”, “Berg” and “she” are one.
//!
//! The [`Mention`]s of an article in reading order, a paragraph at a time, in; one [`Entity`] for
//! each source out, with the reason for every step. Looks at each mention once; what came before
//! decides.

use std::collections::HashMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    base::{Id, TextSpan},
    claims::{
        Ground, SourceKind, Whom,
        bearers::Bearers,
        entity::{Called, Entities, Entity, EntityId},
        found::Found,
        lexicon::{self, Number, Pronoun},
        mention::{Article, Form, Link, Mention, MentionId, Part, is_other, is_quantity},
        name::Name,
        pronoun, scan,
    },
};

/// How many of the sources spoken of last a pronoun may mean.
pub(super) const RECENT: usize = 24;

/// How much better than the second the best candidate of a pronoun must score to be sure.
const SURE_MARGIN: f32 = 1.0;

/// How many entities there must be at least before any is let go of: to look for them takes time.
const LET_GO: usize = 512;

/// The most candidates of a doubtful pronoun that are kept.
const CANDIDATES: usize = 4;

/// Groups mentions, one after another.
pub(super) struct Merger<'x> {
    text: &'x str,
    pub(super) entities: Entities,
    found: Found,
    /// The grounds of the mentions of the paragraph that was read last.
    grounds: Vec<Ground>,
    /// Each “I” and “we” whose speaker is not known yet, with its number.
    pub(super) unheard: Vec<(MentionId, Mention)>,
    /// Whom a doubtful pronoun may mean, by the number of its mention, with their shares.
    pub(super) doubts: FxHashMap<MentionId, Vec<(EntityId, f32)>>,
    pub(super) by_word: Bearers,
    pub(super) by_noun: Bearers,
    /// Entities mentioned last, the latest at the end.
    pub(super) recent: Vec<EntityId>,
    /// Where each entity went that turned out to be another.
    moved: FxHashMap<EntityId, EntityId>,
    narrators: HashMap<Pronoun, EntityId>,
    claims: u32,
    /// How many entities may be kept before it is asked again which nobody can mean.
    limit: usize,
}

impl<'x> Merger<'x> {
    pub(super) fn new(text: &'x str) -> Self {
        Self {
            text,
            entities: Entities::default(),
            found: Found::default(),
            grounds: Vec::new(),
            unheard: Vec::new(),
            doubts: FxHashMap::default(),
            by_word: Bearers::default(),
            by_noun: Bearers::default(),
            recent: Vec::new(),
            moved: FxHashMap::default(),
            narrators: HashMap::new(),
            claims: 0,
            limit: LET_GO,
        }
    }

    /// Returns how many mentions were read.
    pub(super) fn mentions(&self) -> usize {
        self.found.mentions()
    }

    /// Finds whom each of the `mentions` of the next paragraph refers to.
    ///
    /// `speaks` has for each whether a claim is put down to it.
    pub(super) fn read(&mut self, mentions: &[Mention], speaks: &[Speaks]) {
        let first = self.found.begin(mentions.len());
        self.grounds.clear();
        self.grounds.resize(mentions.len(), Ground::New);
        // What stands outside quotations first, so that it is known who speaks in them.
        let is_outside = |at: &usize| mentions[*at].place.quoted == 0;
        let outside = (0..mentions.len()).filter(is_outside);
        let inside = (0..mentions.len()).filter(|at| !is_outside(at));
        for at in outside.chain(inside) {
            self.grounds[at] = self.take(&mentions[at], Id::new(first + at), speaks[at]);
        }
        self.found.keep(speaks);
        if self.entities.kept() > self.limit {
            self.let_go();
            self.limit = LET_GO.max(self.entities.kept() / 4 * 5);
        }
    }

    /// Lets go of the entities that say nothing and that no later words can mean, of which a long
    /// article has hundreds of thousands.
    fn let_go(&mut self) {
        let doubted = self.doubts.values().flatten().map(|(entity, _)| *entity);
        let meant = self.recent.iter().chain(self.narrators.values()).copied();
        let borne = self.by_word.all().chain(self.by_noun.all());
        let meant: FxHashSet<EntityId> =
            doubted.chain(meant).chain(borne).map(|id| self.current(id)).collect();
        self.entities.retain(|id, entity| entity.is_source() || meant.contains(&id));
    }

    /// Lets go of all that only further words would need.
    pub(super) fn close(&mut self) {
        self.by_word = Bearers::default();
        self.by_noun = Bearers::default();
        self.recent.clear();
        self.narrators.clear();
        self.let_go();
    }

    /// Returns why the mention with this number, which is of the paragraph that was read last, was
    /// taken for its entity.
    pub(super) fn ground(&self, mention: MentionId) -> Ground {
        let first = self.found.mentions() - self.grounds.len();
        let at = mention.index().checked_sub(first);
        at.and_then(|at| self.grounds.get(at)).copied().unwrap_or_default()
    }

    /// Finds whom `mention`, which has this number, refers to.
    fn take(&mut self, mention: &Mention, number: MentionId, speaks: Speaks) -> Ground {
        let (entity, ground) = self.resolve(mention, number, speaks);
        let Some(entity) = entity else {
            let says = speaks != Speaks::No;
            let is_needed = match mention.form {
                Form::Pronoun(Pronoun::I) => says || mention.place.quoted > 0,
                Form::Pronoun(Pronoun::We) => says,
                _ => false,
            };
            if is_needed {
                self.unheard.push((number, *mention));
            }
            return ground;
        };
        if matches!(speaks, Speaks::Aloud | Speaks::Within) {
            self.claims += u32::from(speaks == Speaks::Aloud);
            self.entities[entity].spoke = Some((mention.place, self.claims));
        }
        if speaks == Speaks::Thinks {
            self.entities[entity].thought = Some(mention.place);
        }
        if ground != Ground::Doubtful {
            self.enter(number, mention, entity);
        }
        self.note(entity, mention);
        ground
    }

    /// Enters that `mention`, which has this number, refers to `entity`.
    pub(super) fn enter(&mut self, number: MentionId, mention: &Mention, entity: EntityId) {
        self.found.set(number, entity);
        self.entities[entity].add_mention(self.text, mention);
    }

    /// Returns the entity that the mention with this number was found to be.
    pub(super) fn entity(&self, mention: MentionId) -> Option<EntityId> {
        self.found.get(mention).map(|id| self.current(id))
    }

    /// Follows entities that were merged to the one that holds them now.
    pub(super) fn current(&self, mut id: EntityId) -> EntityId {
        while let Some(now) = self.moved.get(&id) {
            id = *now;
        }
        id
    }

    fn resolve(
        &mut self,
        mention: &Mention,
        number: MentionId,
        speaks: Speaks,
    ) -> (Option<EntityId>, Ground) {
        match mention.form {
            Form::Name => {
                let (entity, ground) = self.name(mention);
                (Some(self.beside(mention, entity)), ground)
            }
            Form::Description(article) => {
                let (entity, ground) = self.description(mention, article);
                (Some(entity), ground)
            }
            Form::Pronoun(pronoun) => self.pronoun(mention, number, pronoun, speaks),
        }
    }

    /// Enters that `mention` speaks of `entity`: who is likely meant is in the reader's mind too.
    fn note(&mut self, entity: EntityId, mention: &Mention) {
        let known = &mut self.entities[entity];
        // Words beside a name do not move it: “Berg, a nurse, said” still has Berg for its subject.
        let moves = mention.link == Link::None || known.mentions.len() == 1;
        known.last = if moves { mention.place } else { known.last };
        self.recent.retain(|id| *id != entity);
        self.recent.push(entity);
        if self.recent.len() > RECENT {
            self.recent.remove(0);
        }
    }

    fn add(&mut self, mention: &Mention) -> EntityId {
        self.enlist(Entity {
            kind: mention.kind,
            number: mention.number,
            gender: mention.gender,
            definite: mention.form == Form::Description(Article::Definite),
            ..Entity::new(mention.place)
        })
    }

    fn enlist(&mut self, entity: Entity) -> EntityId {
        self.entities.push(entity)
    }

    /// Makes `from` the same as `into`.
    fn unite(&mut self, into: EntityId, from: EntityId) {
        let (into, from) = (self.current(into), self.current(from));
        if into == from {
            return;
        }
        let place = self.entities[from].last;
        let absorbed = std::mem::replace(&mut self.entities[from], Entity::new(place));
        for noun in &absorbed.nouns {
            self.by_noun.push(&noun.lemma, into);
        }
        for part in absorbed.names.iter().flat_map(|name| name.parts.iter()) {
            self.by_word.push(part, into);
        }
        self.entities[into].absorb(absorbed);
        self.moved.insert(from, into);
        self.recent.retain(|id| *id != from);
    }

    fn name(&mut self, mention: &Mention) -> (EntityId, Ground) {
        let name = Name::new(self.text, mention.core);
        let linked = match mention.link {
            Link::Bracket(other) => self.entity(other),
            _ => None,
        };
        let found = linked.or_else(|| self.named(&name, mention));
        let entity = found.unwrap_or_else(|| self.add(mention));
        self.call_by_name(entity, name, mention);
        if let Some(role) = mention.role {
            let called = self.called_by_role(role);
            let before = called.as_ref().and_then(|noun| self.unnamed_before(noun, mention));
            if let (None, Some(before)) = (found, before) {
                self.unite(entity, before);
            }
            if let Some(noun) = called {
                self.call(entity, noun);
            }
        }
        (entity, if found.is_some() { Ground::Name } else { Ground::New })
    }

    fn call_by_name(&mut self, entity: EntityId, name: Name, mention: &Mention) {
        for word in name.parts.iter() {
            self.by_word.add(word, entity);
        }
        if !name.is_single() {
            self.by_word.add(&name.initials(), entity);
        }
        let known = &mut self.entities[entity];
        // “BERG” in a transcript looks like the acronym of a body until the person is named.
        let shouted =
            known.names.iter().all(|known| known.capitals) && !name.capitals && !name.is_single();
        known.add_name(name);
        known.gender = mention.gender.or(known.gender);
        let tells = known.names.len() < 2 || !mention_shouts(self.text, mention);
        if known.kind == SourceKind::Unknown && tells
            || shouted && mention.kind != SourceKind::Organisation
        {
            known.kind = mention.kind;
        }
    }

    /// Returns the only one so far who was called “the mayor”, when `noun` is what “Mayor Carl Holt”
    /// is called: who is the only one from the start is named later.
    fn unnamed_before(&self, noun: &Called, mention: &Mention) -> Option<EntityId> {
        let fits = |id: &EntityId| {
            let entity = &self.entities[*id];
            entity.number == Number::One
                && entity.nouns.iter().any(|known| known.lemma == noun.lemma)
        };
        let mut ids: Vec<EntityId> = self.bearers(&noun.lemma).filter(fits).collect();
        ids.dedup();
        let [only] = ids[..] else { return None };
        let entity = &self.entities[only];
        let genders =
            entity.gender.is_none() || mention.gender.is_none() || entity.gender == mention.gender;
        let same = entity.nouns.iter().all(|known| known.picks_up(noun));
        (entity.definite && !entity.is_named() && genders && same).then_some(only)
    }

    /// Returns what the words before a name call its bearer; `None` of Mr and Ms.
    fn called_by_role(&self, role: TextSpan) -> Option<Called> {
        let words = role.slice(self.text).unwrap_or_default().to_lowercase();
        let mut words: Vec<String> =
            words.split_whitespace().map(|word| word.trim_end_matches('.').to_owned()).collect();
        if let Some(of) = words.iter().position(|word| word == "of") {
            words.truncate(of);
        }
        let head = words.pop()?;
        let lemma = match lexicon::title(&head) {
            Some((lemma, None)) => lemma.to_owned(),
            Some((_, Some(_))) if lexicon::noun(&head).is_none() => return None,
            _ => lexicon::any_noun(&head).lemma,
        };
        Some(Called { lemma: lemma.into(), modifiers: words.iter().collect() })
    }

    fn call(&mut self, entity: EntityId, noun: Called) {
        self.by_noun.add(&noun.lemma, entity);
        self.entities[entity].add_noun(noun);
    }

    /// Returns who was described before by the word that tells somebody apart here: “the accused
    /// clerk” is “the accused”, and “the accused man”.
    fn described(&self, noun: &Called, article: Article) -> Option<EntityId> {
        let word = noun
            .modifiers
            .iter()
            .chain([noun.lemma.as_str()])
            .find(|word| scan::is_nominal_adjective(word))?;
        let is_so = |id: &&EntityId| {
            self.entities[**id].nouns.iter().any(|own| own.modifiers.contains(word))
        };
        let is_definite = article == Article::Definite;
        is_definite.then(|| self.recent.iter().rev().find(is_so).copied()).flatten()
    }

    /// Returns who of those named before bears `name`.
    fn named(&self, name: &Name, mention: &Mention) -> Option<EntityId> {
        let initials = name.initials();
        let words = name.parts.iter().chain([initials.as_str()]);
        let mut best: Option<(bool, usize, u32, EntityId)> = None;
        for word in words {
            for id in self.by_word.of(word).iter().rev() {
                let id = self.current(*id);
                let entity = &self.entities[id];
                if !self.bears(entity, name, mention) {
                    continue;
                }
                let exact = entity.names.contains(name);
                let key = (exact, entity.mentions.len(), entity.last.sentence, id);
                if best.is_none_or(|best| key > best) {
                    best = Some(key);
                }
            }
        }
        best.map(|(_, _, _, id)| id)
    }

    /// Returns whether `entity` can be who `mention` names.
    fn bears(&self, entity: &Entity, name: &Name, mention: &Mention) -> bool {
        let is_of_gender = match (entity.gender, mention.gender) {
            (Some(left), Some(right)) => left == right,
            _ => true,
        };
        if entity.number != mention.number || !is_of_gender {
            return false;
        }
        let is_single = name.is_single();
        let mut fits = false;
        for known in &entity.names {
            if known.fits(name) {
                fits = true;
            } else if !is_single && !known.is_single() {
                // “Carl Berg” does not become “Anna Berg” by way of “Berg”.
                return false;
            }
        }
        if !fits {
            return false;
        }
        let first_only = || {
            let begins =
                |known: &Name| known.last() != name.last() && known.initials() != name.first();
            is_single && entity.names.iter().all(begins)
        };
        let kinds = entity.kind == mention.kind
            || entity.kind == SourceKind::Unknown
            || mention.kind == SourceKind::Unknown
            || entity.names.contains(name)
            || name.capitals
            || entity.names.iter().all(|known| known.capitals && known.is_single());
        // A body is not called by the first word of its name.
        kinds && !(entity.kind == SourceKind::Organisation && first_only())
    }

    /// Unites the name that became `entity` with the description beside it.
    fn beside(&mut self, mention: &Mention, entity: EntityId) -> EntityId {
        let (Link::Apposition(other) | Link::Copula(other)) = mention.link else { return entity };
        let other = self.entity(other).filter(|other| *other != entity);
        if let Some(other) = other.filter(|other| !self.entities[*other].is_named()) {
            self.unite(entity, other);
        }
        entity
    }

    fn description(&mut self, mention: &Mention, article: Article) -> (EntityId, Ground) {
        let noun = called(self.text, mention);
        let another = scan::is_another(self.text, mention);
        let linked = match mention.link {
            Link::Apposition(other) | Link::Copula(other) | Link::Bracket(other) => {
                self.entity(other)
            }
            _ => None,
        };
        let (entity, ground) = if let Some(entity) = linked {
            (entity, Ground::Beside)
        } else if let Some(entity) = self.described(&noun, article) {
            (entity, Ground::Repeats)
        } else if let Some(found) = self.known(&noun, mention, article, another) {
            found
        } else {
            let entity = self.add(mention);
            self.entities[entity].another = another;
            (entity, if another { Ground::Another } else { Ground::New })
        };
        self.call(entity, noun);
        let known = &mut self.entities[entity];
        known.gender = known.gender.or(mention.gender);
        if known.kind == SourceKind::Unknown {
            known.kind = mention.kind;
        }
        (entity, ground)
    }

    fn pronoun(
        &mut self,
        mention: &Mention,
        number: MentionId,
        pronoun: Pronoun,
        speaks: Speaks,
    ) -> (Option<EntityId>, Ground) {
        match pronoun {
            Pronoun::Singular(_) | Pronoun::They | Pronoun::It => {
                self.referent(mention, number, pronoun, speaks)
            }
            Pronoun::Relative => match mention.link {
                Link::Relative(other) => (self.entity(other), Ground::Relative),
                _ => (self.nearest(mention), Ground::Relative),
            },
            Pronoun::I if mention.speaker.is_some() => {
                (mention.speaker.and_then(|speaker| self.entity(speaker)), Ground::Speaker)
            }
            Pronoun::We if mention.speaker.is_some() => (None, Ground::Speaker),
            Pronoun::I | Pronoun::We if mention.place.quoted > 0 => (None, Ground::Speaker),
            _ if speaks == Speaks::No => (None, Ground::New),
            Pronoun::I | Pronoun::We | Pronoun::You => {
                let narrator = match self.narrators.get(&pronoun) {
                    Some(narrator) => *narrator,
                    None => self.add(mention),
                };
                self.narrators.insert(pronoun, narrator);
                (Some(narrator), Ground::New)
            }
            Pronoun::Fresh => (Some(self.add(mention)), Ground::New),
            Pronoun::Another => (Some(self.another(mention)), Ground::Another),
        }
    }

    /// Makes one more of the kind that spoke last: “another said”.
    fn another(&mut self, mention: &Mention) -> EntityId {
        let model =
            self.recent.iter().rev().find(|id| self.entities[**id].spoke.is_some()).copied();
        let entity = self.add(mention);
        self.entities[entity].another = true;
        if let Some(model) = model {
            let kind = self.entities[model].kind;
            self.entities[entity].kind = kind;
            for noun in self.entities[model].nouns.clone() {
                self.call(entity, noun);
            }
        }
        entity
    }

    /// Makes the group that `speaker` means by “we”.
    pub(super) fn company(&mut self, speaker: EntityId) -> EntityId {
        let speaker = &self.entities[speaker];
        self.enlist(Entity {
            kind: SourceKind::Group,
            number: Number::Many,
            another: speaker.another,
            definite: speaker.definite,
            spoke: speaker.spoke,
            thought: speaker.thought,
            ..Entity::new(speaker.last)
        })
    }

    /// Returns what was mentioned last in the sentence of `mention`.
    fn nearest(&self, mention: &Mention) -> Option<EntityId> {
        let latest = self.recent.last().copied()?;
        (self.entities[latest].last.sentence == mention.place.sentence).then_some(latest)
    }

    fn referent(
        &mut self,
        mention: &Mention,
        number: MentionId,
        pronoun: Pronoun,
        speaks: Speaks,
    ) -> (Option<EntityId>, Ground) {
        // Nobody is “he” in his own quotation.
        let speaker = mention.speaker.filter(|_| mention.place.quoted > 0);
        let speaker = speaker.and_then(|speaker| self.entity(speaker));
        let mut scored: Vec<(f32, EntityId)> = self
            .recent
            .iter()
            .filter(|id| Some(**id) != speaker)
            .filter_map(|id| {
                pronoun::score(pronoun, mention, &self.entities[*id], self.claims, speaks)
                    .map(|score| (score, *id))
            })
            .collect();
        scored.sort_by(|left, right| right.0.total_cmp(&left.0));
        let Some((best, entity)) = scored.first().copied() else { return (None, Ground::Nobody) };
        let margin = scored.get(1).map_or(f32::INFINITY, |(second, _)| best - second);
        let shares = pronoun::shares(&scored);
        if speaks != Speaks::No && shares[0] < pronoun::SURE {
            let entities = scored.iter().map(|(_, id)| *id);
            let candidates = entities.zip(shares.iter().copied()).take(CANDIDATES);
            let likely = |(_, share): &(EntityId, f32)| share * 10.0 >= shares[0];
            self.doubts.insert(number, candidates.filter(likely).collect());
        }
        if shares.get(1).is_some_and(|second| shares[0] < pronoun::LEAD * second) {
            return (Some(entity), Ground::Doubtful);
        }
        let why = self.pronoun_ground(pronoun, entity, &scored);
        let known = &mut self.entities[entity];
        if let (Pronoun::Singular(gender), true) =
            (pronoun, margin >= SURE_MARGIN && shows_gender(mention))
        {
            known.gender = known.gender.or(Some(gender));
            known.kind = SourceKind::Person;
        }
        if pronoun == Pronoun::It && margin >= SURE_MARGIN && known.kind == SourceKind::Unknown {
            known.kind = SourceKind::Organisation;
        }
        (Some(entity), why)
    }

    /// Says what decided for `entity`.
    fn pronoun_ground(
        &self,
        pronoun: Pronoun,
        entity: EntityId,
        scored: &[(f32, EntityId)],
    ) -> Ground {
        let whom = match pronoun {
            Pronoun::Singular(lexicon::Gender::Male) => Whom::Man,
            Pronoun::Singular(lexicon::Gender::Female) => Whom::Woman,
            Pronoun::They => Whom::Group,
            _ => Whom::Body,
        };
        let known = &self.entities[entity];
        if scored.len() == 1 {
            if known.is_named() { Ground::OnlyNamed(whom) } else { Ground::OnlyMentioned(whom) }
        } else if known.spoke.is_some_and(|(_, number)| number == self.claims) {
            Ground::LastToSpeak
        } else {
            Ground::Nearest(whom)
        }
    }
}

/// Whether a claim is put down to a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaks {
    /// A claim that lies in no other.
    Aloud,
    /// A claim inside another's content.
    Within,
    /// What somebody thinks or wants: it does not make them the one who speaks.
    Thinks,
    /// None.
    No,
}

/// Returns whether `mention` is written in capitals only, which hides what it names.
fn mention_shouts(text: &str, mention: &Mention) -> bool {
    mention.core.slice(text).is_some_and(scan::is_acronym)
}

/// Returns whether who a pronoun is taken for may be learnt from: possessors and quotations mislead.
fn shows_gender(mention: &Mention) -> bool {
    mention.place.quoted == 0 && mention.place.part != Part::Possessor
}

/// Returns the head of a noun phrase with the words that tell it from others of its kind.
fn called(text: &str, mention: &Mention) -> Called {
    let words = mention.core.slice(text).unwrap_or_default().to_lowercase().replace('’', "'");
    let mut words: Vec<String> = words
        .split_whitespace()
        .map(|word| {
            word.trim_end_matches("'s").trim_end_matches('\'').trim_end_matches(',').to_owned()
        })
        .collect();
    let head = words.pop().unwrap_or_default();
    let pair = words.iter().any(|word| word == "and");
    let lemma = if pair { head } else { lexicon::any_noun(&head).lemma };
    let lead = TextSpan::new(mention.span.start().min(mention.core.start()), mention.core.start());
    let owner = lead.slice(text).unwrap_or_default().to_lowercase().replace('’', "'");
    let owner = owner.split_whitespace().map(|word| word.trim_end_matches("'s").to_owned());
    let owner = owner.filter(|word| {
        !lexicon::is_function(word) || matches!(word.as_str(), "his" | "her" | "their")
    });
    let modifiers = owner
        .chain(words)
        .filter(|word| {
            !is_other(word)
                && !is_quantity(word)
                && !word.is_empty()
                && word != "many"
                && word != "several"
        })
        .collect();
    Called { lemma: lemma.into(), modifiers }
}
