// Sources: what is followed and how it is doing, who is told of what, and what the ledger holds.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "preact/hooks";
import { useData } from "./api.js";
import * as f from "./format.js";
import { Await, Section } from "./parts.jsx";
import { link } from "./route.js";

const EVERY = 30000; // ms; how feeds and watches do changes without a change of the incidents

export function Sources({ version }) {
  const [round, next] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => next((n) => n + 1), EVERY);
    return () => clearInterval(timer);
  }, []);
  const feeds = useData("/feeds", {}, `${version}.${round}`);
  const watches = useData("/watches", {}, `${version}.${round}`);
  const stats = useData("/stats", {}, version);
  return (
    <article class="page" aria-labelledby="sources-h">
      <h2 id="sources-h">Sources</h2>
      <Section id="feeds" title="Feeds">
        <Await state={feeds}>{(d) => d.feeds.length ? <Feeds rows={d.feeds} /> : <p class="quiet">No feed is followed. <code>sitrep follow URL</code> begins.</p>}</Await>
      </Section>
      <Section id="watches" title="Watches">
        <Await state={watches}>{(d) => d.watches.length ? <Watches rows={d.watches} /> : <p class="quiet">Nobody is told of anything. <code>sitrep help watch</code> shows how.</p>}</Await>
      </Section>
      <Section id="stats" title="The ledger">
        <Await state={stats}>{(d) => <Ledger d={d} />}</Await>
      </Section>
    </article>
  );
}

const BAD = ["failing", "silent", "not asked lately"];

function Feeds({ rows }) {
  const sorted = [...rows].sort((a, b) => BAD.includes(b.health) - BAD.includes(a.health));
  return (
    <div class="wide" tabIndex="0" role="group" aria-label="Feeds"><table class="data feeds">
      <thead><tr><th scope="col">Feed</th><th scope="col">Health</th><th scope="col">Last answer</th><th scope="col">Newest item</th><th scope="col" class="num">Items</th></tr></thead>
      <tbody>{sorted.map((r) => (
        <tr key={r.name} class={BAD.includes(r.health) ? "failing" : ""}>
          <th scope="row">{r.title ?? r.name}{r.title ? <small class="quiet"> {r.name}</small> : null}
            {r.error ? <small class="trouble">{r.error}{r.failures > 1 ? `, ${r.failures} times` : ""}{r.next_try ? `; next try ${f.instant(r.next_try)}` : ""}</small> : null}</th>
          <td>{r.health}</td>
          <td>{r.last_success ? f.instant(r.last_success) : "never"}</td>
          <td>{r.newest ? f.instant(r.newest) : "no date told"}</td>
          <td class="num">{r.items != null ? f.number(r.items) : ""}</td>
        </tr>))}</tbody>
    </table></div>
  );
}

function Watches({ rows }) {
  const recent = rows.flatMap((w) => (w.recent ?? []).map((a) => ({ ...a, watch: w.name })))
    .sort((a, b) => (b.found ?? "").localeCompare(a.found ?? "")).slice(0, 20);
  return (
    <>
      <div class="wide" tabIndex="0" role="group" aria-label="Watches"><table class="data feeds">
        <thead><tr><th scope="col">Watch</th><th scope="col">Rule</th><th scope="col">Told by</th><th scope="col" class="num">Alerts</th><th scope="col" class="num">Waiting</th></tr></thead>
        <tbody>{rows.map((w) => (
          <tr key={w.name} class={w.trouble ? "failing" : ""}>
            <th scope="row">{w.name}{w.trouble ? <small class="trouble">{w.trouble}</small> : null}</th>
            <td>{w.rule}, {f.plural(w.publishers ?? 1, "publisher")} or more</td><td>{w.deliver.join(", ")}</td>
            <td class="num">{f.number(w.told)}</td><td class="num">{f.number(w.waiting)}</td>
          </tr>))}</tbody>
      </table></div>
      {recent.length ? <ul class="changes">{recent.map((a) => (
        <li key={a.alert}><a href={link(`/incidents/${a.incident?.id}`, {})}>{f.title(a.incident)}, {f.period(a.incident?.date)}</a>: {a.why} <small class="quiet">{a.watch}</small></li>))}</ul> : null}
    </>
  );
}

const SHOWN = [["reports", "Reports"], ["claims", "Claims read in them"], ["incidents", "Incidents"], ["contested", "Contested incidents"], ["revisions", "Revisions"],
  ["decisions", "Decisions of people"], ["first_published", "Oldest report"], ["last_published", "Newest report"], ["bytes", "Size of the file"]];
const shown = (k, v) => (k === "bytes" ? `${f.number(Math.round(v / 1e5) / 10)} MB` : typeof v === "number" ? f.number(v) : f.instant(v));

function Ledger({ d }) {
  return <dl class="pairs">{SHOWN.filter(([k]) => d[k] != null).map(([k, name]) => <div key={k}><dt>{name}</dt><dd>{shown(k, d[k])}</dd></div>)}</dl>;
}
