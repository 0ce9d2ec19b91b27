// One incident: figures with their bounds, how they came to be, who says who did it, what is open, and the words.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { useData } from "./api.js";
import { Evidence } from "./evidence.jsx";
import * as f from "./format.js";
import { ActorLink, Await, Count, Doubt, Section, Stance } from "./parts.jsx";
import { History } from "./plot.jsx";
import { HARMS, shape } from "./record.js";
import { link } from "./route.js";

export function Incident({ id, params, asOf, version, onClose, onLoaded }) {
  const state = useData(`/incidents/${encodeURIComponent(id)}`, { as_of: asOf }, version);
  const head = useRef(null);
  useEffect(() => {
    if (state.data) {
      onLoaded(state.data);
      head.current?.focus({ preventScroll: true });
    }
  }, [state.data?.id]);
  return (
    <article class={`detail${state.stale ? " stale" : ""}`} aria-label="Incident" aria-busy={state.stale}>
      <div class="bar">
        <a class="plain back" href={link("/", params)} onClick={onClose}><span aria-hidden="true">← </span>List</a>
        <span class="grow" />
        <CopyLink />
        <button type="button" class="plain" onClick={() => print()}>Print</button>
        <a class="plain" href={`/api/v1/incidents/${encodeURIComponent(id)}`} target="_blank" rel="noopener">JSON</a>
        <a class="plain close" href={link("/", params)} aria-label="Close (Escape)" title="Close (Esc)">✕</a>
      </div>
      <Await state={state}>{(record) => <Body i={shape(record)} params={params} head={head} asOf={asOf} />}</Await>
    </article>
  );
}

function CopyLink() {
  const [done, set] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      set(true);
      setTimeout(() => set(false), 1500);
    } catch {
      set(false);
    }
  };
  return <button type="button" class="plain" onClick={copy} aria-live="polite">{done ? "Copied" : "Copy link"}</button>;
}

function Body({ i, params, head, asOf }) {
  const reports = new Map(i.reports.map((r) => [r.report, r]));
  const names = f.period(i.date, i.time_of_day);
  return (
    <>
      <header class="head">
        <p class="kind">
          {f.capital(f.words(i.type))}
          {i.subtype ? <span class="quiet"> · {f.words(i.subtype)}</span> : null}
          <span class={`tag stage ${i.stage}`}>{f.words(i.stage)}</span>
        </p>
        <h2 ref={head} tabIndex="-1">{f.place(i.place)}</h2>
        <p class="sub">
          {names} <span class="quiet">· {f.voices(i)}
            {i.reports.length > i.support ? `, ${f.plural(i.reports.length, "report")} in all` : ""} · last told {f.instant(i.last_seen)}</span>
        </p>
        <Headline i={i} />
      </header>
      <Figures i={i} asOf={asOf} />
      {i.open_questions?.length || f.beyond(i) ? (
        <Section id="open" title="Open questions">
          <ul class="open">
            {f.beyond(i) ? <li class="contested">The date lies after the last report: one of the two is wrong.</li> : null}
            {(i.open_questions ?? []).map((q) => <li key={q.kind + q.field} class={q.kind}>{f.question(q)}</li>)}
          </ul>
        </Section>
      ) : null}
      <Perpetrators i={i} params={params} reports={reports} />
      {i.figures?.length > 1 ? (
        <Section id="history" title="How the figures came about">
          <History figures={i.figures} reports={reports} />
        </Section>
      ) : null}
      <Positions i={i} params={params} reports={reports} />
      <Things i={i} params={params} />
      <Disagreements i={i} reports={reports} />
      <Timeline i={i} reports={reports} />
      <Evidence incident={i} />
      <footer class="ids quiet">
        <span>id <code>{i.id}</code></span>
        {i.former?.length ? <span>formerly {i.former.map((x) => <code key={x}>{x} </code>)}</span> : null}
      </footer>
    </>
  );
}

function Headline({ i }) {
  const first = i.reports.find((r) => r.title && !r.background);
  return first ? <p class="headline">“{first.title}” <span class="quiet">{first.publisher ?? ""}</span></p> : null;
}

function Figures({ i, asOf }) {
  const shown = HARMS.filter((h, n) => n < 2 || i[h]);
  return (
    <dl class="tiles">
      {shown.map((h) => {
        const doubt = f.unsure(i, h);
        const told = (i.figures ?? []).filter((x) => x.field === h);
        const last = told.filter((x) => x.state === "current").pop();
        const by = last?.by;
        const others = told.filter((x) => x.state === "contested");
        return (
          <div key={h} class={doubt}>
            <dt>{f.words(h)}</dt>
            <dd>
              <Count value={i[h]} doubt={doubt} large />
              <Doubt kind={doubt} />
              <small>{last ? `as of ${f.instant(last.as_of)}${by ? `, ${by}` : ""}` : i[h] ? `as of ${f.instant(asOf ?? i.last_seen)}` : "not told"}</small>
              {others.length ? <small class="others">also told: {[...new Map(others.map((x) => [`${f.count(x.count).text} ${x.by ?? ""}`, x])).values()].slice(-3).reverse()
                .map((x) => `${f.count(x.count).text}${x.by ? ` (${x.by}` : " ("}${x.by && x.as_of ? ", " : ""}${x.as_of ? f.instant(x.as_of) : ""})`).join("; ")}</small> : null}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

const cites = (evidence, reports) => [...new Set((evidence ?? []).map((e) => e.report))].map((id) => reports.get(id)).filter(Boolean);

/** Numbered references to the reports below. */
export function Cite({ evidence, reports }) {
  const order = [...reports.keys()];
  return (
    <span class="cites">
      {cites(evidence, reports).slice(0, 6).map((r) => (
        <a key={r.report} href={`#r-${r.report}`} title={`${r.publisher ?? "unknown publisher"}, ${f.instant(r.published)}`}>
          <span class="sr">report </span>{order.indexOf(r.report) + 1}
        </a>
      ))}
    </span>
  );
}

function Perpetrators({ i, params, reports }) {
  const rows = i.perpetrators ?? [];
  if (!rows.length) return <Section id="who" title="Who is blamed"><p class="quiet">No report names anybody.</p></Section>;
  const contested = f.doubt(i, "perpetrator") === "contested";
  return (
    <Section id="who" title="Who is blamed" note={contested ? "– sources disagree" : ""}>
      <div class="wide" tabIndex="0" role="group" aria-label="Table"><table>
        <thead><tr><th scope="col">Who</th><th scope="col">Standing</th><th scope="col">Who says so</th><th scope="col">When</th><th scope="col">Where</th></tr></thead>
        <tbody>
          {rows.map((p, n) => (
            <tr key={n} class={`${f.isCleared(p.certainty) ? "cleared" : ""} ${p.state ?? ""}`}>
              <th scope="row"><ActorLink party={p} params={params} />{p.state === "contested" ? <span class="tag doubt contested">contested</span> : null}
                {p.state === "superseded" ? <span class="tag">no longer said</span> : null}</th>
              <td><Stance value={p.certainty} />{p.support > 1 ? <small class="quiet"> {f.plural(p.support, "report")}</small> : null}</td>
              <td>{p.by ?? <span class="quiet">the report itself</span>}<Kind name={p.by} kind={p.by_class} /></td>
              <td>{p.stated ? f.day(p.stated) : p.first_seen ? f.day(p.first_seen.slice(0, 10)) : ""}</td>
              <td><Cite evidence={p.evidence} reports={reports} /></td>
            </tr>
          ))}
        </tbody>
      </table></div>
    </Section>
  );
}

/** What kind of speaker it is, unless the name says it. */
function Kind({ name, kind }) {
  const word = kind && kind !== "unknown" ? f.words(kind) : "";
  return word && !(name ?? "").toLowerCase().includes(word) ? <small class="quiet"> {word}</small> : null;
}

/** Speakers down, accused across: what each says about each, newest first in a cell. */
function Positions({ i, params, reports }) {
  const rows = i.positions ?? [];
  if (!rows.length) return null;
  const NOBODY = "—";
  const name = (p) => p.accused ?? p.name ?? NOBODY;
  const accused = [...new Set(rows.map(name))].sort((a, b) => (a === NOBODY) - (b === NOBODY));
  const speakers = [...new Set(rows.map((p) => p.by ?? "the reports"))];
  const shown = accused.slice(0, 5);
  return (
    <Section id="positions" title="Who says what">
      <div class="wide" tabIndex="0" role="group" aria-label="Table"><table class="matrix">
        <thead><tr><th scope="col">Speaker</th>{shown.map((a) => <th scope="col" key={a}>{a === NOBODY ? "about the incident" : `about ${a}`}</th>)}</tr></thead>
        <tbody>
          {speakers.map((s) => (
            <tr key={s}>
              <th scope="row">{s}<Kind name={s} kind={rows.find((p) => (p.by ?? "the reports") === s).by_class} /></th>
              {shown.map((a) => (
                <td key={a}>
                  {rows.filter((p) => (p.by ?? "the reports") === s && name(p) === a).map((p, n) => (
                    <div key={n} class={p.state ?? ""}>
                      <b>{f.words(p.verb) || "says"}</b>{p.certainty && p.certainty !== "reported_as_fact" && a !== NOBODY ? <small> {f.stance(p.certainty)}</small> : null}
                      <small class="quiet"> {f.day(p.stated ?? p.first_seen?.slice(0, 10))}</small> <Cite evidence={p.evidence} reports={reports} />
                    </div>
                  ))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table></div>
      {accused.length > shown.length ? <p class="quiet">And about {accused.slice(5).join(", ")}: see the JSON.</p> : null}
    </Section>
  );
}

const LISTS = [["victims", "Victims"], ["targets", "Targets"], ["weapons", "Weapons"], ["warnings", "Warnings before"], ["relations", "Relations"]];

function Things({ i, params }) {
  const some = LISTS.filter(([k]) => i[k]?.length);
  if (!some.length) return null;
  return (
    <Section id="things" title="Also told">
      <dl class="pairs">
        {some.map(([k, label]) => (
          <div key={k}>
            <dt>{label}</dt>
            <dd>{k === "victims" ? <Victims rows={i.victims} /> : <ul>{i[k].slice(0, 12).map((t, n) => <li key={n}>{thing(k, t)}</li>)}</ul>}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function thing(kind, t) {
  if (kind === "relations") return `${t.from ?? "?"} ${f.words(t.type)} ${t.to ?? "?"}`;
  if (kind === "warnings") return `${t.by ?? "somebody"}${t.about ? `: ${t.about}` : ""}${t.date?.start ? `, ${f.period(t.date)}` : ""}`;
  const extra = [t.type && f.words(t.type), t.effect && f.words(t.effect), t.count != null && String(t.count)].filter(Boolean);
  return `${t.name ?? t.description ?? "unnamed"}${extra.length ? ` (${extra.join(", ")})` : ""}`;
}

function Victims({ rows }) {
  const named = rows.filter((v) => v.name);
  const groups = rows.filter((v) => !v.name);
  return (
    <ul>
      {groups.slice(0, 8).map((v, n) => (
        <li key={n}>{v.count_range ? `${f.count(v.count_range).text} ` : v.count != null ? `${v.count} ` : ""}{v.description ?? f.words(v.type)}
          <span class="quiet"> {[v.effect && f.words(v.effect), v.type && f.words(v.type)].filter(Boolean).join(", ")}</span></li>
      ))}
      {named.slice(0, 24).map((v, n) => (
        <li key={`n${n}`}>{v.name}<span class="quiet"> {[v.age, v.gender, v.was, v.effect && f.words(v.effect)].filter(Boolean).join(", ")}</span></li>
      ))}
      {named.length > 24 ? <li class="quiet">and {named.length - 24} more</li> : null}
    </ul>
  );
}

const said = (field, value) => {
  if (value == null) return "nothing";
  if (typeof value === "string") return f.words(value);
  if (field === "date") return f.period(value);
  if (field === "place") return f.place(value);
  if ("low" in value || "best" in value) return f.count(value).text;
  const words = [value.verb && f.words(value.verb), value.name ?? value.description, value.type && !value.name && f.words(value.type)].filter(Boolean);
  return words.length ? words.join(": ") : "not named";
};

/** Fields for which reports give several values: the one taken first, the others beside it. */
function Disagreements({ i, reports }) {
  const fields = new Map();
  for (const v of i.values ?? []) fields.set(v.field, [...(fields.get(v.field) ?? []), v]);
  const several = [...fields].filter(([, list]) => list.length > 1);
  if (!several.length) return null;
  return (
    <Section id="values" title="Told differently">
      <dl class="pairs">
        {several.map(([field, list]) => (
          <div key={field}>
            <dt>{f.words(field)}</dt>
            <dd><ul>
              {list.slice(0, 8).map((v, n) => (
                <li key={n} class={v.chosen ? "chosen" : "quiet"}>{said(field, v.value)} <small>{f.plural(v.support, "report")}{v.chosen ? ", taken" : ""}</small> <Cite evidence={v.evidence} reports={reports} /></li>
              ))}
            </ul></dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

const CHANGES = {
  first: () => "First report",
  report: () => "A further report, nothing new",
  merged: (r) => `Another incident turned out to be this one (${(r.other ?? "").slice(0, 8)})`,
  split: (r) => `A part was found to be another incident (${(r.other ?? "").slice(0, 8)})`,
  value: (r) => (r.from == null ? `${f.capital(f.words(r.field))}: ${said(r.field, r.to)}` : `${f.capital(f.words(r.field))}: ${said(r.field, r.from)} → ${said(r.field, r.to)}`),
  row: (r) => (r.to == null ? `${f.capital(f.words(r.field))} no longer: ${said(r.field, r.from)}`
    : `${f.capital(f.words(r.field))}: ${said(r.field, r.to)}${r.certainty ? `, ${f.stance(r.certainty)}` : ""}`),
};
export const change = (r) => (CHANGES[r.kind] ?? CHANGES.value)(r);

function Timeline({ i, reports }) {
  const [all, setAll] = useState(false);
  const steps = i.revisions ?? [];
  if (!steps.length) return null;
  const groups = [];
  for (const s of steps) {
    const last = groups[groups.length - 1];
    if (last && last.report === s.report && last.at === s.at) last.steps.push(s);
    else groups.push({ report: s.report, at: s.at, steps: [s] });
  }
  const shown = all ? groups : groups.slice(0, 8);
  return (
    <Section id="timeline" title="Timeline" note={`${f.plural(groups.length, "step")}`}>
      <ol class="timeline">
        {shown.map((g, n) => (
          <li key={n}>
            <time dateTime={g.at}>{f.instant(g.at)}</time>
            <span class="quiet"> {reports.get(g.report)?.publisher ?? ""}</span> <Cite evidence={[g]} reports={reports} />
            <ul>{g.steps.slice(0, 12).map((s, k) => <li key={k}>{change(s)}</li>)}</ul>
          </li>
        ))}
      </ol>
      {groups.length > shown.length ? <button type="button" class="plain" onClick={() => setAll(true)}>All {groups.length} steps</button> : null}
    </Section>
  );
}
