// Small parts that several views use.
// SPDX-License-Identifier: Apache-2.0
import * as f from "./format.js";
import { link } from "./route.js";

const DOUBT = {
  contested: ["contested", "Sources disagree on this figure"],
  unconfirmed: ["one report", "No second independent report gives this figure"],
  imprecise: ["roughly", "Known only within bounds"],
};

/** A count that looks as sure as it is. */
export function Count({ value, doubt, large }) {
  const c = f.count(value);
  const kind = c.bound === "unknown" ? "unknown" : doubt === "contested" ? "contested" : c.bound === "exact" && !doubt ? "sure" : "unsure";
  return (
    <span class={`count ${kind}${large ? " large" : ""}`}>
      <span aria-hidden="true">{c.text}</span>
      <span class="sr">{c.long}{doubt ? `, ${DOUBT[doubt]?.[0] ?? doubt}` : ""}</span>
    </span>
  );
}

export function Doubt({ kind }) {
  const d = DOUBT[kind];
  return d ? <span class={`tag doubt ${kind}`} title={d[1]}>{d[0]}</span> : null;
}

export function Stance({ value }) {
  return <span class={`stance s-${value}`}>{f.stance(value)}</span>;
}

export function ActorLink({ party, params }) {
  const name = party.name || party.description || "unnamed";
  const key = party.actor || party.name;
  return key ? <a href={link(`/actors/${encodeURIComponent(key)}`, params)}>{name}</a> : <span>{name}</span>;
}

/** What is shown while data come, when there are none, and when the server says no. */
export function Await({ state, empty, children }) {
  if (state.error) return <p class="problem" role="alert">{problem(state.error)}</p>;
  if (!state.data) return <p class="quiet" role="status">{state.loading ? "Loading…" : empty ?? "Nothing here."}</p>;
  return children(state.data);
}

function problem(error) {
  if (error.status === 404) return "Not in this ledger, or not yet known at the moment you look at.";
  if (error.status === 429) return "The server asks for a pause: too many requests. It goes on in a moment.";
  if (error.status) return error.message;
  return "The server does not answer. Is sitrep serve still running?";
}

export function Section({ id, title, note, children }) {
  return (
    <section class="block" aria-labelledby={`h-${id}`}>
      <h3 id={`h-${id}`}>{title}{note ? <small> {note}</small> : null}</h3>
      {children}
    </section>
  );
}
