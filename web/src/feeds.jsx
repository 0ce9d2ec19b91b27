// Sources: what is followed and how it is doing, and what the ledger holds.
// SPDX-License-Identifier: Apache-2.0
import { useData } from "./api.js";
import * as f from "./format.js";
import { Await, Section } from "./parts.jsx";

const STATES = { ok: "answers", silent: "silent", failing: "fails", paused: "paused", new: "not asked yet" };

export function Sources({ version }) {
  const feeds = useData("/feeds", {}, version);
  const stats = useData("/stats", {}, version);
  return (
    <article class="page" aria-labelledby="sources-h">
      <h2 id="sources-h">Sources</h2>
      <Section id="feeds" title="Feeds">
        <Await state={feeds}>{(d) => d.feeds.length ? <Feeds rows={d.feeds} /> : <p class="quiet">No feed is followed. <code>sitrep feeds add URL</code> adds one, <code>sitrep follow</code> reads it.</p>}</Await>
      </Section>
      <Section id="stats" title="The ledger">
        <Await state={stats}>{(d) => (
          <dl class="pairs">{Object.entries(d).filter(([, v]) => typeof v !== "object").map(([k, v]) => (
            <div key={k}><dt>{f.capital(f.words(k))}</dt><dd>{typeof v === "number" ? f.number(v) : /^\d{4}-\d\d-\d\dT/.test(v) ? f.instant(v) : String(v)}</dd></div>))}</dl>
        )}</Await>
      </Section>
    </article>
  );
}

function Feeds({ rows }) {
  return (
    <div class="wide" tabIndex="0" role="group" aria-label="Table"><table class="data">
      <thead><tr><th scope="col">Feed</th><th scope="col">State</th><th scope="col">Last answer</th><th scope="col">Last new item</th><th scope="col" class="num">Items</th><th scope="col">HTTP</th><th scope="col">Trouble</th></tr></thead>
      <tbody>{rows.map((r) => (
        <tr key={r.name} class={r.state === "failing" ? "failing" : ""}>
          <th scope="row">{r.title ?? r.name}<small class="quiet"> {r.url ?? ""}</small></th>
          <td>{STATES[r.state] ?? f.words(r.state ?? "")}</td>
          <td>{r.last_success ? f.instant(r.last_success) : "never"}</td>
          <td>{r.last_item ? f.instant(r.last_item) : "none"}</td>
          <td class="num">{r.items != null ? f.number(r.items) : ""}</td><td>{r.status ?? ""}</td><td>{r.error ?? ""}</td>
        </tr>))}</tbody>
    </table></div>
  );
}
