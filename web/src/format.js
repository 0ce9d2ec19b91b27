// Words for values.  A figure that is bounded, contested or not told must never read like a sure one.
// SPDX-License-Identifier: Apache-2.0

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const NUMBER = new Intl.NumberFormat("en-GB");
let regions = null;
try {
  regions = new Intl.DisplayNames(["en"], { type: "region" });
} catch {
  regions = null;
}

export const number = (n) => NUMBER.format(n);
export const plural = (n, one, many = one + "s") => `${number(n)} ${n === 1 ? one : many}`;

/** "BOMBING" → "Bombing", "accused_by_authorities" → "accused by authorities". */
export const words = (code) => (code ? String(code).toLowerCase().replace(/[_.]/g, " ") : "");
export const capital = (text) => (text ? text[0].toUpperCase() + text.slice(1) : "");

export function country(code) {
  if (!code) return "";
  try {
    return regions?.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A count as text for the eye, text for the ear, and how it is bounded. */
export function count(c) {
  if (!c || (c.low == null && c.best == null && c.high == null))
    return { text: "–", long: "not told", bound: "unknown" };
  const { low, best, high } = c;
  if (low != null && low === high) {
    if (low === 0) return { text: "none", long: "none", bound: "exact" };
    return { text: number(low), long: number(low), bound: "exact" };
  }
  if (high == null && low != null) return { text: `≥ ${number(low)}`, long: `at least ${number(low)}`, bound: "open" };
  if (low == null && high != null) return { text: `≤ ${number(high)}`, long: `at most ${number(high)}`, bound: "open" };
  if (low == null) return { text: `≈ ${number(best)}`, long: `about ${number(best)}`, bound: "open" };
  const range = `${number(low)}–${number(high)}`;
  return { text: range, long: `between ${number(low)} and ${number(high)}${best != null && best !== low && best !== high ? `, best ${number(best)}` : ""}`, bound: "range" };
}

const parse = (text) => {
  const t = Date.parse(text?.length === 10 ? text + "T00:00:00Z" : text);
  return Number.isNaN(t) ? null : new Date(t);
};

export function day(text) {
  const d = parse(text);
  return d ? DAY.format(d) : "unknown";
}

/** An instant in UTC: "22 Mar 2024, 18:05 UTC"; a day alone stays a day. */
export function instant(text) {
  const d = parse(text);
  if (!d) return "unknown";
  if (text.length === 10) return DAY.format(d);
  return `${DAY.format(d)}, ${d.toISOString().slice(11, 16)} UTC`;
}

/** A period with its precision said. */
export function period(p, timeOfDay) {
  if (!p || (!p.start && !p.end)) return "date unknown";
  const { start, end, precision } = p;
  const one = start ?? end;
  const rest = timeOfDay ? `, ${timeOfDay}` : "";
  if (precision === "year") return one.slice(0, 4);
  if (precision === "month") return MONTH.format(parse(one));
  if (!start) return `before ${day(end)}`;
  if (!end) return `since ${day(start)}`;
  if (start !== end) return `${day(start)} – ${day(end)}`;
  return precision === "unknown" ? `about ${day(start)}` : day(start) + rest;
}

const VAGUE = { admin1: "somewhere in ", admin2: "somewhere in ", country: "somewhere in " };

/** Name of a place with how precisely it is known. */
export function place(p, short) {
  if (!p || (!p.name && !p.country)) return "place unknown";
  const parts = [];
  if (p.venue && !short) parts.push(p.venue);
  if (p.name) parts.push(p.name);
  if (p.admin1 && p.admin1 !== p.name && !short) parts.push(p.admin1);
  const land = country(p.country);
  if (land && land !== p.name) parts.push(land);
  return (VAGUE[p.precision] ?? "") + parts.join(", ");
}

const STANCES = {
  reported_as_fact: "reported as fact",
  claimed_by_actor: "claimed by itself",
  accused_by_authorities: "accused by authorities",
  suspected_by_authorities: "suspected by authorities",
  accused: "accused",
  suspected: "suspected",
  possible: "possible",
  denied_by_actor: "denied by itself",
  cleared_by_authorities: "cleared by authorities",
};
export const stance = (s) => STANCES[s] ?? words(s);
/** Blame that no longer stands is shown struck. */
export const isCleared = (s) => s === "denied_by_actor" || s === "cleared_by_authorities";

const FIELDS = { perpetrator: "perpetrator", killed: "number killed", wounded: "number wounded", date: "date", place: "place" };
const QUESTIONS = {
  unknown: (f) => `The ${f} is not told in any report.`,
  contested: (f) => `Sources disagree on the ${f}.`,
  imprecise: (f) => `The ${f} is known only roughly.`,
  unconfirmed: (f) => `The ${f} rests on one report.`,
};
export const question = (q) => (QUESTIONS[q.kind] ?? ((f) => `${words(q.kind)}: ${f}`))(FIELDS[q.field] ?? words(q.field));

/** Is something told as done on a day that lies after the last report of it?  One of the two is wrong. */
export function beyond(incident) {
  const start = parse(incident.date?.start), seen = parse(incident.last_seen?.slice(0, 10));
  return Boolean(start && seen && ["accomplished", "ongoing", "attempted", "foiled"].includes(incident.stage) && start - seen > 86400000);
}

/** "49 independent reports by 1 publisher": copies of one text count once, and many texts may come from one house. */
export function voices(incident) {
  const publishers = new Set(incident.reports.filter((r) => r.publisher && !r.copy_of).map((r) => r.publisher)).size;
  const told = plural(incident.support, "independent report");
  return incident.support > 1 && publishers ? `${told} by ${plural(publishers, "publisher")}` : told;
}

/** The kind of doubt that holds for a field, or "". */
export const doubt = (incident, field) => {
  const kinds = (incident.open_questions ?? []).filter((q) => q.field === field).map((q) => q.kind);
  return ["contested", "unconfirmed", "imprecise"].find((k) => kinds.includes(k)) ?? "";
};

/** Can two counts not both be true? */
const apart = (a, b) => (a.low ?? a.best ?? 0) > (b.high ?? Infinity) || (b.low ?? b.best ?? 0) > (a.high ?? Infinity);

/** As `doubt`, and "unconfirmed" where no second independent report stands behind a figure. */
export function unsure(incident, field) {
  const told = doubt(incident, field);
  const value = incident[field];
  if (value?.history?.some((x) => x.state === "contested" && apart(x, value))) return "contested";
  if (told || !value) return told;
  const voices = value.history ? value.history.filter((x) => x.state !== "superseded").length : incident.reports;
  return (incident.support ?? incident.reports) < 2 || voices < 2 ? "unconfirmed" : "";
}

export const title = (i) => `${capital(words(i.subtype && !i.subtype.includes(".") ? i.subtype : i.type))}, ${place(i.place, true)}`;
