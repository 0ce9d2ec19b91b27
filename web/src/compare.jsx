// Two moments side by side: what was learned between them, incident by incident.
// SPDX-License-Identifier: Apache-2.0
import { useState } from "preact/hooks";
import { useData } from "./api.js";
import * as f from "./format.js";
import { change } from "./incident.jsx";
import { Await, Count } from "./parts.jsx";
import { HARMS } from "./record.js";
import { go, link } from "./route.js";

const SHOWN = 60;

/** One incident that changed; its name and figures are fetched, since a comparison names incidents by id only. */
function Item({ id, list, params, a, b }) {
  const isNew = list.some((r) => r.kind === "first");
  const real = list.filter((r) => r.kind !== "report" && r.kind !== "first");
  const { data } = useData(`/incidents/${id}`, { as_of: b });
  const figures = data && isNew ? HARMS.filter((h) => data[h]) : [];
  return (
    <li class={isNew ? "new" : ""}>
      <p><span class="tag">{isNew ? "new" : "changed"}</span> <a href={link(`/incidents/${id}`, { ...params, then: "", now: "" })}>{data ? `${f.title(data)}, ${f.period(data.date)}` : `Incident ${id.slice(0, 8)}`}</a>
        {!isNew ? <> · <a class="quiet" href={link(`/incidents/${id}`, { as_of: a })}>as known on {f.day(a)}</a></> : null}</p>
      <ul>
        {figures.length ? <li>{figures.map((h) => <span key={h} class="figure"><Count value={data[h]} doubt={f.unsure(data, h)} /> {f.words(h)}</span>)}</li> : null}
        {real.slice(0, 8).map((r, k) => <li key={k}>{change(r)} <small class="quiet">{f.instant(r.at)}</small></li>)}
        {real.length > 8 ? <li class="quiet">and {real.length - 8} more</li> : null}
        {!real.length ? <li class="quiet">{f.plural(list.length, isNew ? "report" : "further report")}{isNew ? "" : ", no change of values"}</li> : null}
      </ul>
    </li>
  );
}

export function Compare({ params, version }) {
  const stats = useData("/stats", {}, version);
  const last = stats.data?.last_published?.slice(0, 10);
  const before = last ? new Date(Date.parse(last + "T00:00:00Z") - 7 * 86400000).toISOString().slice(0, 10) : "";
  const a = params.then ?? before;
  const b = params.now ?? last ?? "";
  const state = useData(a ? "/diff" : null, { from: a, to: b }, version);
  const put = (name) => (e) => go(link("/compare", { ...params, then: a, now: b, [name]: e.currentTarget.value }), true);
  return (
    <article class="page" aria-labelledby="compare-h">
      <h2 id="compare-h">Compare two moments</h2>
      <p class="quiet">What reports published after the first day and until the second one added or changed.</p>
      <form class="moments" onSubmit={(e) => e.preventDefault()}>
        <label><span>After</span><input type="date" value={a} onChange={put("then")} /></label>
        <label><span>Until</span><input type="date" value={b} onChange={put("now")} /></label>
      </form>
      <Await state={state}>{(d) => <Changes d={d} params={params} a={a} b={b} />}</Await>
    </article>
  );
}

function Changes({ d, params, a, b }) {
  const [all, setAll] = useState(false);
  const by = new Map();
  for (const r of d.revisions) by.set(r.incident, [...(by.get(r.incident) ?? []), r]);
  if (!by.size) return <p>Nothing new between these days.</p>;
  const fresh = [...by.values()].filter((l) => l.some((r) => r.kind === "first")).length;
  return (
    <>
      <p role="status"><b>{f.plural(by.size, "incident")}</b>: {fresh} new, {by.size - fresh} changed.{d.truncated ? " The first changes only; choose a shorter time for all." : ""}</p>
      <ul class="changes">
        {[...by].slice(0, all ? undefined : SHOWN).map(([id, list]) => <Item key={id} id={id} list={list} params={params} a={a} b={b} />)}
      </ul>
      {by.size > SHOWN && !all ? <button type="button" class="plain" onClick={() => setAll(true)}>All {by.size} incidents</button> : null}
    </>
  );
}
