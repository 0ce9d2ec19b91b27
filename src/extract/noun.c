/* What a noun group names: person, armed group, facility, weapon, another happening … and how
 * many.  Reads entities first, then the tables of nouns.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract/mention.h"

static const char *const armed_classes[] = {"militant", "criminal", "guerrilla", NULL};
static const char *const security_classes[] = {"military", "police", "guard", NULL};
static const char *const doubts[] = {"suspected", "alleged", "presumed", "reported", "apparent",
                                     "possible", "supposed", NULL};

static int column(const sr_lexicon *lexicon, int table, const char *name)
{
    return table < 0 ? -1 : sr_lexicon_column(lexicon, table, sr_str_c(name));
}

void sr_reader_open(sr_reader *r, const sr_document *doc, const sr_know *know, sr_arena *arena)
{
    const sr_lexicon *l = sr_know_lexicon(know);
    sr_tables *t = &r->t;
    *r = (sr_reader){.doc = doc, .know = know, .arena = arena};
    t->lexicon = l;
    t->triggers = sr_lexicon_table(l, SR_STR("triggers"));
    t->pos = column(l, t->triggers, "pos");
    t->type = column(l, t->triggers, "type");
    t->subtype = column(l, t->triggers, "subtype");
    t->effect = column(l, t->triggers, "effect");
    t->subject = column(l, t->triggers, "subject");
    t->object = column(l, t->triggers, "object");
    t->prepositions = column(l, t->triggers, "prepositions");
    t->strength = column(l, t->triggers, "strength");
    t->reporting = sr_lexicon_table(l, SR_STR("reporting"));
    t->reporting_verb = column(l, t->reporting, "verb");
    t->reporting_pattern = column(l, t->reporting, "pattern");
    t->actuality = sr_lexicon_table(l, SR_STR("actuality"));
    t->actuality_value = column(l, t->actuality, "actuality");
    t->actuality_position = column(l, t->actuality, "position");
    t->persons = sr_lexicon_table(l, SR_STR("person-nouns"));
    t->person_class = column(l, t->persons, "class");
    t->person_number = column(l, t->persons, "number");
    t->facilities = sr_lexicon_table(l, SR_STR("facilities"));
    t->facility_type = column(l, t->facilities, "type");
    t->weapons = sr_lexicon_table(l, SR_STR("weapons"));
    t->weapon_type = column(l, t->weapons, "type");
    t->metaphors = sr_lexicon_table(l, SR_STR("metaphors"));
    t->metaphor_position = column(l, t->metaphors, "position");
    t->contexts = sr_lexicon_table(l, SR_STR("contexts"));
    t->context = column(l, t->contexts, "context");
    r->entity_of = SR_NEW(arena, uint32_t, doc->n_tokens + 1);
    memset(r->entity_of, 0xFF, sizeof *r->entity_of * (doc->n_tokens + 1));
    for (uint32_t i = 0; i < doc->n_entities; i++)
        for (uint32_t k = doc->entities[i].range.first; k < doc->entities[i].range.end; k++)
            r->entity_of[k] = i;
}

bool sr_reader_find(const sr_reader *r, int table, uint32_t t, uint32_t end, sr_lexicon_match *m)
{
    const sr_document *doc = r->doc;
    return table >= 0 && t < end &&
           sr_lexicon_find(r->t.lexicon, table, doc->hashes + t,
                           doc->lemma_hashes ? doc->lemma_hashes + t : NULL, end - t, m);
}

sr_str sr_reader_cell(const sr_reader *r, int table, uint32_t row, int col)
{
    return col < 0 ? (sr_str){NULL, 0} : sr_lexicon_cell(r->t.lexicon, table, row, col);
}

/* The row of `table` whose phrase ends with the group's head, longest first. */
static bool head_row(const sr_reader *r, int table, sr_range group, uint32_t head, uint32_t *row)
{
    for (uint32_t t = group.first; t <= head; t++) {
        sr_lexicon_match m;
        if (sr_reader_find(r, table, t, head + 1, &m) && t + m.n_tokens == head + 1) {
            *row = m.row;
            return true;
        }
    }
    return false;
}

static uint8_t person_class(sr_str class)
{
    return sr_str_among(class, armed_classes)      ? SR_NOUN_ARMED
           : sr_str_among(class, security_classes) ? SR_NOUN_SECURITY
                                              : SR_NOUN_PERSON;
}

static bool event_noun(const sr_reader *r, sr_range group, uint32_t head)
{
    uint32_t row;
    if (!head_row(r, r->t.triggers, group, head, &row))
        return false;
    for (; row != SR_NO_ROW; row = sr_lexicon_next(r->t.lexicon, r->t.triggers, row))
        if (sr_str_eq(sr_reader_cell(r, r->t.triggers, row, r->t.pos), SR_STR("noun")))
            return true;
    return false;
}

static void classify_by_tables(const sr_reader *r, sr_noun *n, sr_range group)
{
    uint32_t row;
    const sr_token *head = &r->doc->tokens[n->head];
    if (sr_str_eq(head->lemma, SR_STR("life")) && sr_str_eq(head->fold, SR_STR("lives"))) {
        n->class = SR_NOUN_LIVES;
    } else if (head_row(r, r->t.persons, group, n->head, &row)) {
        n->type = sr_reader_cell(r, r->t.persons, row, r->t.person_class);
        n->class = person_class(n->type);
        if (sr_str_eq(sr_reader_cell(r, r->t.persons, row, r->t.person_number), SR_STR("many")))
            n->plural = true;
    } else if (event_noun(r, group, n->head)) {
        n->class = SR_NOUN_EVENT;
    } else if (head_row(r, r->t.weapons, group, n->head, &row)) {
        n->class = SR_NOUN_WEAPON;
        n->type = sr_reader_cell(r, r->t.weapons, row, r->t.weapon_type);
    } else if (head_row(r, r->t.facilities, group, n->head, &row)) {
        n->class = SR_NOUN_FACILITY;
        n->type = sr_reader_cell(r, r->t.facilities, row, r->t.facility_type);
    }
}

static void classify_by_entity(const sr_reader *r, sr_noun *n)
{
    const sr_entity *e = &r->doc->entities[n->entity];
    switch ((sr_entity_kind)e->kind) {
    case SR_ENTITY_PERSON:
    case SR_ENTITY_ROLE:
        n->class = SR_NOUN_PERSON;
        break;
    case SR_ENTITY_NATIONALITY: // "Afghan and coalition forces": the adjective alone is nobody
        n->class = r->doc->tokens[n->head].upos == SR_UPOS_ADJ ? SR_NOUN_OTHER : SR_NOUN_PERSON;
        break;
    case SR_ENTITY_GROUP:
        n->class = SR_NOUN_ARMED;
        break;
    case SR_ENTITY_ORGANIZATION:
    case SR_ENTITY_AGENCY:
    case SR_ENTITY_STATE:
        n->class = SR_NOUN_BODY;
        break;
    case SR_ENTITY_PLACE:
        n->class = SR_NOUN_PLACE;
        break;
    case SR_ENTITY_FACILITY:
        n->class = SR_NOUN_FACILITY;
        break;
    case SR_ENTITY_WEAPON:
        n->class = SR_NOUN_WEAPON;
        break;
    case SR_ENTITY_EVENT:
        n->class = SR_NOUN_EVENT;
        break;
    default:
        break;
    }
}

/* "he", "her": one person, whoever it is. */
static bool singular_pronoun(sr_str word)
{
    static const char *const words[] = {"he", "she", "him", "her", "himself", "herself", NULL};
    return sr_str_among(word, words);
}

static void read_count(const sr_reader *r, sr_noun *n, sr_range group)
{
    const sr_document *doc = r->doc;
    n->count = SR_COUNT_NONE;
    if (n->pronoun && singular_pronoun(doc->tokens[n->head].fold))
        n->count = (sr_count){1, 1, 1};
    if (sr_str_eq(doc->tokens[n->head].fold, SR_STR("both")))
        n->count = (sr_count){2, 2, 2};
    for (uint32_t i = 0; i < doc->n_quantities; i++) {
        const sr_quantity *q = &doc->quantities[i];
        if (q->range.first < group.first || q->range.end > group.end)
            continue;
        if (q->unit != SR_UNIT_PERSON && q->unit != SR_UNIT_THING && q->unit != SR_UNIT_NONE)
            continue;
        n->count = q->count;
        n->more = q->more;
        n->part = q->part;
        return;
    }
    if (!n->plural && !n->pronoun &&
        (n->class == SR_NOUN_PERSON || n->class == SR_NOUN_SECURITY || n->class == SR_NOUN_ARMED) &&
        (n->entity == SR_NONE || doc->entities[n->entity].kind == SR_ENTITY_PERSON ||
         doc->entities[n->entity].kind == SR_ENTITY_ROLE))
        n->count = (sr_count){1, 1, 1};
}

static bool leading(const sr_document *doc, uint32_t t)
{
    uint8_t u = doc->tokens[t].upos;
    return u == SR_UPOS_DET || u == SR_UPOS_PRON || u == SR_UPOS_PUNCT ||
           sr_str_eq(doc->tokens[t].fold, SR_STR("'s")) || sr_str_eq(doc->tokens[t].fold, SR_STR("'"));
}

/* The noun group behind "of": who or what a group, a number, a tally is made of. */
static uint32_t behind_of(const sr_reader *r, const sr_chunks *chunks, uint32_t chunk)
{
    return chunk + 2 < chunks->n && chunks->at[chunk + 1].kind == SR_CHUNK_PREPOSITION &&
                   chunks->at[chunk + 2].kind == SR_CHUNK_NOUN &&
                   sr_str_eq(r->doc->tokens[chunks->at[chunk + 1].head].fold, SR_STR("of"))
               ? chunk + 2
               : SR_NO_CHUNK;
}

/* "a column of guerrillas", "a number of mortar shells": the class is that of who or what they are.
 * @return their number ("a tally of three rebels"), if told */
static sr_count classify_by_members(const sr_reader *r, sr_noun *n, const sr_chunks *chunks, uint32_t chunk)
{
    uint32_t inner = behind_of(r, chunks, chunk);
    if (inner == SR_NO_CHUNK)
        return SR_COUNT_NONE;
    sr_noun members = sr_noun_read(r, chunks, inner);
    if (!members.plural || (members.class != SR_NOUN_ARMED && members.class != SR_NOUN_SECURITY &&
                            members.class != SR_NOUN_PERSON && members.class != SR_NOUN_WEAPON))
        return SR_COUNT_NONE;
    n->class = members.class;
    n->type = members.type;
    n->plural = true;
    return members.class == SR_NOUN_WEAPON ? SR_COUNT_NONE : members.count;
}

/* "three of them", "two of whom". */
static bool of_those(const sr_reader *r, const sr_chunks *chunks, uint32_t chunk)
{
    static const char *const words[] = {"them", "whom", "those", "these", "which", NULL};
    uint32_t inner = behind_of(r, chunks, chunk);
    return inner != SR_NO_CHUNK && sr_str_among(r->doc->tokens[chunks->at[inner].head].fold, words);
}

/* "a fifth was injured", "a 4th one": one more of those told before. */
static bool one_more(const sr_reader *r, const sr_chunks *chunks, uint32_t chunk, sr_range group, uint32_t head)
{
    const sr_document *doc = r->doc;
    sr_str article = doc->tokens[group.first].fold;
    if (group.first + 1 > head || behind_of(r, chunks, chunk) != SR_NO_CHUNK ||
        (!sr_str_eq(article, SR_STR("a")) && !sr_str_eq(article, SR_STR("an"))))
        return false;
    for (uint32_t i = 0; i < doc->n_quantities; i++) {
        const sr_quantity *q = &doc->quantities[i];
        bool ordinal = q->unit == SR_UNIT_ORDINAL ||
                       (q->unit == SR_UNIT_FRACTION && (q->noun == SR_NO_TOKEN || doc->tokens[q->noun].upos == SR_UPOS_VERB));
        if (ordinal && q->range.first >= group.first && q->range.end == group.first + 2)
            return head == group.first + 1 || (head == group.first + 2 && sr_str_eq(doc->tokens[head].fold, SR_STR("one")));
    }
    return false;
}

/* "an insurgent leader", "a Taliban facilitator": whose people a word of rank is said of. */
static bool fights_for(const sr_reader *r, sr_range group, uint32_t head)
{
    static const char *const ranks[] = {"leader", "commander", "member", "operative", "facilitator", "fighter", "chief",
                                        "planner", "cell", "suspect", "element", "associate", NULL};
    if (!sr_str_among(r->doc->tokens[head].lemma, ranks))
        return false;
    for (uint32_t t = group.first; t < head; t++) {
        uint32_t e = r->entity_of[t], row;
        if (e != SR_NONE && r->doc->entities[e].kind == SR_ENTITY_GROUP)
            return true;
        if (head_row(r, r->t.persons, (sr_range){t, t + 1}, t, &row) &&
            person_class(sr_reader_cell(r, r->t.persons, row, r->t.person_class)) == SR_NOUN_ARMED)
            return true;
    }
    return false;
}

sr_noun sr_noun_read(const sr_reader *r, const sr_chunks *chunks, uint32_t chunk)
{
    const sr_document *doc = r->doc;
    const sr_chunk *c = &chunks->at[chunk];
    sr_range group = c->range;
    if (c->possessor.end > group.first)
        group.first = c->possessor.end;
    sr_noun n = {.head = c->head, .entity = r->entity_of[c->head]};
    const sr_entity *name = n.entity == SR_NONE ? NULL : &doc->entities[n.entity];
    if (name && name->named && name->range.first >= c->range.first && name->range.end > group.end &&
        name->head >= group.end) { // the group was cut inside a name ("the Lord's | Resistance Army")
        group = (sr_range){name->range.first, name->range.end};
        n.head = name->head;
    }
    n.plural = (c->flags & SR_CHUNK_PLURAL) != 0;
    n.negated = (c->flags & SR_CHUNK_NEGATED) != 0;
    n.pronoun = (c->flags & SR_CHUNK_PRONOUN) != 0;
    bool known = n.entity != SR_NONE && doc->entities[n.entity].named &&
                 doc->entities[n.entity].kind == SR_ENTITY_GROUP;
    if (doc->tokens[n.head].upos != SR_UPOS_NUM && !known)
        classify_by_tables(r, &n, group);
    if (n.class == SR_NOUN_OTHER && n.entity != SR_NONE)
        classify_by_entity(r, &n);
    bool on_the_street = sr_str_eq(n.type, SR_STR("protester")); // a group of people, no fighters
    if ((n.class == SR_NOUN_PERSON && n.entity != SR_NONE && doc->entities[n.entity].kind == SR_ENTITY_GROUP && !on_the_street) ||
        ((n.class == SR_NOUN_PERSON || n.class == SR_NOUN_SECURITY) && fights_for(r, group, n.head)))
        n.class = SR_NOUN_ARMED;
    sr_count members = n.class == SR_NOUN_OTHER ? classify_by_members(r, &n, chunks, chunk) : SR_COUNT_NONE;
    if (!sr_count_known(members) && group.first < n.head && (sr_str_eq(doc->tokens[group.first].fold, SR_STR("a")) ||
                                 sr_str_eq(doc->tokens[group.first].fold, SR_STR("an"))))
        n.plural = false; // "an Army personnel"
    read_count(r, &n, group);
    if (sr_count_known(members))
        n.count = members;
    n.part |= of_those(r, chunks, chunk);
    if (n.class == SR_NOUN_OTHER && one_more(r, chunks, chunk, group, n.head)) {
        n.class = SR_NOUN_PERSON;
        n.count = (sr_count){1, 1, 1};
        n.more = true;
    }
    if (n.class == SR_NOUN_BODY && sr_count_known(n.count) && (n.plural || n.count.low > 1))
        n.class = SR_NOUN_SECURITY; // "three security forces": its people
    if (n.class == SR_NOUN_OTHER && sr_count_known(n.count) && group.end - group.first <= 3 &&
        doc->tokens[n.head].upos == SR_UPOS_NUM)
        n.class = SR_NOUN_PERSON; // "killing 12"
    for (uint32_t t = group.first; t < n.head; t++)
        n.suspected |= sr_str_among(doc->tokens[t].fold, doubts);
    n.range = group;
    while (n.range.first < n.head && leading(doc, n.range.first))
        n.range.first++;
    if (n.range.first + 1 < n.head && sr_str_eq(doc->tokens[n.range.first].fold, SR_STR("dead")) &&
        doc->tokens[n.range.first + 1].upos == SR_UPOS_NUM)
        n.range.first++; // "shot dead | 14 herders"
    n.whole = sr_chunk_full(doc, chunks, chunk);
    n.whole.end = SR_MAX(n.whole.end, group.end);
    n.whole.first = SR_MIN(n.range.first, n.whole.end);
    return n;
}

bool sr_body_only_near(const sr_document *doc, sr_range body)
{
    static const char *const followers[] = {"sympathiser", "sympathizer", "supporter", "follower", "admirer", "adherent",
                                            "critic", "opponent", "defector", "detainee", "prisoner", NULL};
    if (body.end >= doc->n_tokens || doc->tokens[body.end].sentence != doc->tokens[body.first].sentence)
        return false;
    const sr_token *next = &doc->tokens[body.end];
    return (sr_str_eq(next->fold, SR_STR("-")) && !(next->flags & SR_TOKEN_SPACE)) || sr_str_among(next->lemma, followers);
}

uint8_t sr_noun_role(const sr_noun *noun, uint8_t wanted)
{
    switch (wanted) {
    case SR_ROLE_PERPETRATOR:
    case SR_ROLE_AGENT:
        switch (noun->class) {
        case SR_NOUN_WEAPON:
            return SR_ROLE_WEAPON;
        case SR_NOUN_EVENT:
            return SR_ROLE_EVENT;
        case SR_NOUN_FACILITY:
        case SR_NOUN_PLACE:
        case SR_NOUN_OTHER:
        case SR_NOUN_LIVES:
            return SR_ROLE_NONE;
        default:
            return wanted;
        }
    case SR_ROLE_VICTIM:
    case SR_ROLE_TARGET:
    case SR_ROLE_ARRESTED:
        switch (noun->class) {
        case SR_NOUN_PERSON:
        case SR_NOUN_SECURITY:
        case SR_NOUN_ARMED:
        case SR_NOUN_LIVES:
            return wanted == SR_ROLE_ARRESTED ? wanted : SR_ROLE_VICTIM;
        case SR_NOUN_FACILITY:
        case SR_NOUN_BODY:
            return wanted == SR_ROLE_ARRESTED ? SR_ROLE_NONE : SR_ROLE_TARGET;
        case SR_NOUN_PLACE:
            return SR_ROLE_SCENE;
        case SR_NOUN_WEAPON:
            return SR_ROLE_WEAPON;
        case SR_NOUN_EVENT:
            return SR_ROLE_EVENT;
        default:
            return SR_ROLE_NONE;
        }
    case SR_ROLE_WEAPON:
        switch (noun->class) {
        case SR_NOUN_WEAPON:
            return SR_ROLE_WEAPON;
        case SR_NOUN_EVENT:
            return SR_ROLE_EVENT;
        case SR_NOUN_PERSON:
        case SR_NOUN_ARMED:
        case SR_NOUN_SECURITY:
            return SR_ROLE_PERPETRATOR;
        default:
            return SR_ROLE_NONE;
        }
    case SR_ROLE_SCENE:
        return noun->class == SR_NOUN_FACILITY || noun->class == SR_NOUN_PLACE ? SR_ROLE_SCENE
               : noun->class == SR_NOUN_EVENT                                  ? SR_ROLE_EVENT
                                                                               : SR_ROLE_NONE;
    default:
        return wanted;
    }
}
