// Actors: who acts in the ledger, and one of them with names, parent, incidents over time and relations.
// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { useData } from "./api.js";
import * as f from "./format.js";
import { Await, Section } from "./parts.jsx";
import { link } from "./route.js";

const roles = (list) => f.words(list ?? "").replaceAll(",", ", ");

export function Actors({ params, version }) {
  const [words, setWords] = useState("");
  const state = useData("/actors", { q: words, limit: 1000, as_of: params.as_of }, version);
  return (
    <article class="page" aria-labelledby="actors-h">
      <h2 id="actors-h">Actors</h2>
      <p class="quiet">Who is blamed, claims, speaks or is attacked, in the incidents of this ledger. Being listed is not being guilty.</p>
      <input type="search" class="find" placeholder="Name" aria-label="Name of an actor" onInput={(e) => setWords(e.currentTarget.value.trim())} />
      <Await state={state}>{(d) => d.actors.length ? (
        <>
          <ActorTable id="known" title="Known by name" note="– in the table of actors or a dictionary that was imported" rows={d.actors.filter((a) => !a.actor.startsWith("~"))} params={params} />
          <ActorTable id="others" title="As reports call them" rows={d.actors.filter((a) => a.actor.startsWith("~"))} params={params} />
        </>
      ) : <p class="quiet">No actor of that name.</p>}</Await>
    </article>
  );
}

const ROWS = 100;

function ActorTable({ id, title, note, rows, params }) {
  const [all, setAll] = useState(false);
  if (!rows.length) return null;
  return (
    <Section id={id} title={title} note={note}>
      <div class="wide" tabIndex="0" role="group" aria-label={title}><table class="data actors">
        <thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Country</th><th scope="col" class="num">Incidents</th><th scope="col">First</th><th scope="col">Last</th></tr></thead>
        <tbody>{rows.slice(0, all ? undefined : ROWS).map((a) => (
          <tr key={a.actor}>
            <th scope="row"><a href={link(`/actors/${encodeURIComponent(a.actor || a.name)}`, params)}>{a.name}</a></th>
            <td>{f.words(a.kind)}</td><td>{f.country(a.country)}</td><td class="num">{f.number(a.incidents)}</td>
            <td>{a.first ? f.day(a.first) : ""}</td><td>{a.last ? f.day(a.last) : ""}</td>
          </tr>))}</tbody>
      </table></div>
      {rows.length > ROWS && !all ? <button type="button" class="plain" onClick={() => setAll(true)}>All {f.number(rows.length)}</button> : null}
    </Section>
  );
}

export function Actor({ id, params, version }) {
  const state = useData(`/actors/${encodeURIComponent(id)}`, { as_of: params.as_of }, version);
  return (
    <article class="page" aria-label="Actor">
      <p><a class="plain back" href={link("/actors", params)}><span aria-hidden="true">← </span>All actors</a></p>
      <Await state={state}>{(a) => <Body a={a} params={params} />}</Await>
    </article>
  );
}

/** "1996 to 2001", "since 1996", "until 2001", or nothing. */
const span = (n) => (n.first && n.last ? ` ${n.first} to ${n.last}` : n.first ? ` since ${n.first}` : n.last ? ` until ${n.last}` : "");
/** Who says so, of a name that a dictionary gives. */
const told = (n) => (n.source ? ` ${n.source}, line ${n.line}` : "");

const More = ({ n, shown }) => (n > shown ? <p class="quiet">and {f.number(n - shown)} more</p> : null);

function Body({ a, params }) {
  const rows = (a.incidents ?? []).map((r) => ({ ...r, date: r.start ? { start: r.start, end: r.start, precision: "day" } : null }));
  return (
    <>
      <h2>{a.name}</h2>
      <p class="sub quiet">{[f.words(a.kind), f.country(a.country)].filter(Boolean).join(" · ")}
        {a.parent ? <> · part of <a href={link(`/actors/${encodeURIComponent(a.parent)}`, params)}>{a.parent_name ?? a.parent}</a></> : null}
        {a.first || a.last ? <> ·{span(a)}</> : null}</p>
      {a.aliases?.length ? (
        <Section id="names" title="Names" note="– an alias is not a proof that two are one">
          <ul class="names">{a.aliases.slice(0, 40).map((n, k) => <li key={k} title={n.evidence || undefined}>{n.name ?? n}<small class="quiet">{span(n)}{told(n)}</small></li>)}</ul>
          <More n={a.aliases.length} shown={40} />
        </Section>
      ) : null}
      {a.affiliations?.length ? (
        <Section id="affiliations" title="Affiliations" note="– as dictionaries say; each is a claim of its file">
          <div class="wide" tabIndex="0" role="group" aria-label="Affiliations"><table class="data">
            <thead><tr><th scope="col">Code</th><th scope="col">Kind</th><th scope="col">Country</th><th scope="col">From</th><th scope="col">Until</th><th scope="col">Said by</th></tr></thead>
            <tbody>{a.affiliations.slice(0, 100).map((r, k) => (
              <tr key={k}><th scope="row">{r.code}</th><td>{f.words(r.kind)}</td><td>{f.country(r.country)}</td>
                <td>{r.first}</td><td>{r.last}</td>
                <td title={r.evidence}>{r.source}, line {f.number(r.line)}</td></tr>))}</tbody>
          </table></div>
          <More n={a.affiliations.length} shown={100} />
        </Section>
      ) : null}
      {a.written?.length ? (
        <Section id="written" title="As reports write it">
          <ul class="names">{a.written.slice(0, 40).map((n, k) => <li key={k}>{n.name ?? n}{n.incidents ? <small class="quiet"> {f.plural(n.incidents, "incident")}</small> : null}</li>)}</ul>
        </Section>
      ) : null}
      <Section id="over" title="Incidents over time" note={f.plural(rows.length, "incident")}>
        <Months rows={rows} />
        <IncidentTable rows={rows} params={params} />
      </Section>
      {a.relations?.length ? (
        <Section id="rel" title="Named together with">
          <div class="wide" tabIndex="0" role="group" aria-label="Table"><table class="data">
            <thead><tr><th scope="col">Who</th><th scope="col">This one as</th><th scope="col">The other as</th><th scope="col" class="num">Incidents</th><th scope="col">First</th><th scope="col">Last</th></tr></thead>
            <tbody>{a.relations.slice(0, 100).map((r, k) => (
              <tr key={k}><th scope="row"><a href={link(`/actors/${encodeURIComponent(r.actor || r.name)}`, params)}>{r.name}</a></th>
                <td>{roles(r.as_roles)}</td><td>{roles(r.their_roles)}</td><td class="num">{f.number(r.incidents)}</td>
                <td>{r.first ? f.day(r.first) : ""}</td><td>{r.last ? f.day(r.last) : ""}</td></tr>))}</tbody>
          </table></div>
        </Section>
      ) : null}
    </>
  );
}

function Months({ rows }) {
  const months = new Map();
  for (const r of rows) if (r.date?.start) months.set(r.date.start.slice(0, 7), (months.get(r.date.start.slice(0, 7)) ?? 0) + 1);
  const keys = [...months.keys()].sort();
  if (keys.length < 2) return null;
  const at = (k) => Number(k.slice(0, 4)) * 12 + Number(k.slice(5)) - 1;
  const a = at(keys[0]), n = at(keys[keys.length - 1]) - a + 1;
  const max = Math.max(...months.values());
  return (
    <figure class="months">
      <svg viewBox={`0 0 ${n} 40`} preserveAspectRatio="none" aria-hidden="true">
        {keys.map((k) => <rect key={k} x={at(k) - a + 0.1} width="0.8" y={40 - (38 * months.get(k)) / max} height={(38 * months.get(k)) / max} />)}
      </svg>
      <figcaption class="quiet"><span>{keys[0]}</span><span>at most {f.plural(max, "incident")} a month</span><span>{keys[keys.length - 1]}</span></figcaption>
    </figure>
  );
}

function IncidentTable({ rows, params }) {
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, 50);
  const where = (r) => [r.place, f.country(r.country)].filter((x, n, l) => x && l.indexOf(x) === n).join(", ") || "place unknown";
  return (
    <>
      <div class="wide" tabIndex="0" role="group" aria-label="Table"><table class="data">
        <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Where</th><th scope="col" class="num">Killed (best)</th><th scope="col">Part</th></tr></thead>
        <tbody>{shown.map((r) => (
          <tr key={r.id}>
            <td>{f.period(r.date)}</td><th scope="row"><a href={link(`/incidents/${r.id}`, params)}>{f.capital(f.words(r.type))}</a></th>
            <td>{where(r)}</td><td class="num">{r.killed ?? "–"}</td>
            <td>{roles(r.roles)}{r.certainty ? <span class="quiet"> {f.stance(r.certainty)}</span> : null}</td>
          </tr>))}</tbody>
      </table></div>
      {rows.length > shown.length ? <button type="button" class="plain" onClick={() => setAll(true)}>All {rows.length}</button> : null}
    </>
  );
}
