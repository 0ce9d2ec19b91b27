// The reports an incident rests on: excerpts around the words that were read, the whole text on demand.
// Text of articles is set as text (never as markup) and cut by bytes, as the spans count them.
// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { useData } from "./api.js";
import * as f from "./format.js";
import { Await, Section } from "./parts.jsx";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Parts of a text by byte spans: [{text, mark}], overlaps joined, labels kept. */
export function cut(text, marks) {
  const bytes = encoder.encode(text);
  const sorted = marks.filter((m) => m.begin < m.end && m.end <= bytes.length).sort((a, b) => a.begin - b.begin || b.end - a.end);
  const joined = [];
  for (const m of sorted) {
    const last = joined[joined.length - 1];
    if (last && m.begin < last.end) {
      last.end = Math.max(last.end, m.end);
      m.labels.forEach((l) => last.labels.add(l));
    } else joined.push({ begin: m.begin, end: m.end, labels: new Set(m.labels) });
  }
  const parts = [];
  let at = 0;
  for (const m of joined) {
    if (m.begin > at) parts.push({ text: decoder.decode(bytes.subarray(at, m.begin)) });
    parts.push({ text: decoder.decode(bytes.subarray(m.begin, m.end)), labels: [...m.labels] });
    at = m.end;
  }
  parts.push({ text: decoder.decode(bytes.subarray(at)) });
  return parts;
}

/** Sentences of a text, roughly: what is shown around a mark. Each {begin, end} in bytes. */
function sentences(text) {
  const out = [];
  let begin = 0;
  let offset = 0;
  const push = (piece) => {
    const n = encoder.encode(piece).length;
    if (piece.trim()) out.push({ begin: offset, end: offset + n, text: piece });
    offset += n;
  };
  const ends = /[.!?]["”’)]*\s+(?=[\p{Lu}\d“"‘(])|\n+/gu;
  for (let m; (m = ends.exec(text)); ) {
    push(text.slice(begin, m.index + m[0].length));
    begin = m.index + m[0].length;
  }
  push(text.slice(begin));
  return out;
}

/** All evidence of an incident by report: Map report → [{begin, end, title, labels}]. */
export function marksOf(incident) {
  const out = new Map();
  const add = (e, label) => {
    const list = out.get(e.report) ?? [];
    if (!e.span) return;
    list.push({ begin: e.span[0], end: e.span[1], title: e.in === "title", labels: [label] });
    out.set(e.report, list);
  };
  for (const v of incident.values ?? []) (v.evidence ?? []).forEach((e) => add(e, f.words(v.field)));
  for (const x of incident.figures ?? []) if (x.evidence) add(x.evidence, f.words(x.field));
  for (const k of ["perpetrators", "targets", "victims", "weapons", "warnings", "positions", "relations"])
    for (const row of incident[k] ?? []) (row.evidence ?? []).forEach((e) => add(e, k.slice(0, -1)));
  return out;
}

export function Evidence({ incident }) {
  const marks = marksOf(incident);
  const copies = new Map();
  for (const r of incident.reports) if (r.copy_of) copies.set(r.copy_of, [...(copies.get(r.copy_of) ?? []), r]);
  const own = incident.reports.filter((r) => !r.copy_of);
  const [all, setAll] = useState(false);
  const shown = all ? own : own.slice(0, 20);
  const order = incident.reports.map((r) => r.report);
  return (
    <Section id="evidence" title="Evidence" note={f.plural(own.length, "report")}>
      <ol class="reports">
        {shown.map((r, n) => (
          <Report key={r.report} r={r} n={order.indexOf(r.report) + 1} marks={marks.get(r.report) ?? []} copies={copies.get(r.report) ?? []} started={n < 3} />
        ))}
      </ol>
      {own.length > shown.length ? <button type="button" class="plain" onClick={() => setAll(true)}>All {own.length} reports</button> : null}
    </Section>
  );
}

/** Only web addresses become links. */
export const safeUrl = (url) => (/^https?:\/\//i.test(url ?? "") ? url : null);

function Report({ r, n, marks, copies, started }) {
  const [open, setOpen] = useState(started);
  const [full, setFull] = useState(false);
  const state = useData(open ? `/reports/${encodeURIComponent(r.report)}` : null);
  return (
    <li id={`r-${r.report}`} tabIndex="-1">
      <div class="source">
        <span class="n" aria-hidden="true">{n}</span>
        <span class="grow">
          <b>{r.publisher ?? "unknown publisher"}</b> <span class="quiet">{r.published ? f.instant(r.published) : "date unknown"}</span>
          {r.background ? <span class="tag">told as background</span> : null}
          {safeUrl(r.url) ? <a href={r.url} target="_blank" rel="noopener noreferrer nofollow" class="quiet"> source ↗</a> : null}
        </span>
        <button type="button" class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? "Hide" : "Show words"}</button>
      </div>
      {open ? (
        <Await state={state}>{(report) => (
          <>
            {report.title ? <p class="headline"><Text parts={cut(report.title, marks.filter((m) => m.title))} /></p> : null}
            {full ? <p class="text"><Text parts={cut(report.text, marks.filter((m) => !m.title))} /></p> : <Excerpts text={report.text} marks={marks.filter((m) => !m.title)} />}
            <button type="button" class="plain" onClick={() => setFull(!full)}>{full ? "Only the sentences read" : "Whole report"}</button>
          </>
        )}</Await>
      ) : null}
      {copies.length ? (
        <details class="copies">
          <summary>{f.plural(copies.length, "copy", "copies")} of this text, counted once</summary>
          <ul>{copies.map((c) => <li key={c.report} id={`r-${c.report}`}>{c.publisher ?? "unknown publisher"} <span class="quiet">{f.instant(c.published)}</span>
            {safeUrl(c.url) ? <a href={c.url} target="_blank" rel="noopener noreferrer nofollow"> source ↗</a> : null}</li>)}</ul>
        </details>
      ) : null}
    </li>
  );
}

function Text({ parts }) {
  return parts.map((p, i) => (p.labels ? <mark key={i} title={p.labels.join(", ")}>{p.text}</mark> : p.text));
}

function Excerpts({ text, marks }) {
  const hit = sentences(text).filter((s) => marks.some((m) => m.begin < s.end && m.end > s.begin));
  if (!hit.length) return <p class="quiet">Nothing of this report's text stands behind a value.</p>;
  return (
    <p class="text">
      {hit.map((s, i) => {
        const inside = marks.filter((m) => m.begin < s.end && m.end > s.begin)
          .map((m) => ({ ...m, begin: Math.max(0, m.begin - s.begin), end: Math.min(s.end, m.end) - s.begin }));
        const gap = i > 0 && hit[i - 1].end !== s.begin;
        return <span key={s.begin}>{gap ? <span class="gap" aria-label="words left out"> […] </span> : null}<Text parts={cut(s.text, inside)} /></span>;
      })}
    </p>
  );
}
