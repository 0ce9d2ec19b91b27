// The incidents that fit the filters, as many rows as fit the window; more are fetched as one comes near the end.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { get } from "./api.js";
import * as f from "./format.js";
import { Count } from "./parts.jsx";
import { go, link } from "./route.js";

const ROW = 84;
const PAGE = 100;
const MOST = 1000; // rows that the server gives at once
const AHEAD = 12;

/** Pages of the list for a query; `more` fetches the next. A new query starts anew, a new revision quietly. */
export function usePages(params, version) {
  const [state, set] = useState({ rows: [], total: 0, next: null, error: null, loading: true });
  const key = JSON.stringify(params);
  const run = useRef(0);
  const busy = useRef(false);
  const asked = useRef("");
  const load = async (cursor, rows, limit = PAGE) => {
    const mine = run.current;
    busy.current = true;
    try {
      const page = await get("/incidents", { ...params, limit, cursor });
      if (mine === run.current)
        set({ rows: [...rows, ...page.incidents], total: page.total, next: page.next, error: null, loading: false, of: key });
    } catch (error) {
      if (mine === run.current) set((s) => ({ ...s, error, loading: false }));
    } finally {
      if (mine === run.current) busy.current = false;
    }
  };
  useEffect(() => {
    run.current++;
    set((s) => ({ ...s, loading: true }));
    // A change must not take away the rows one has scrolled to.
    const same = asked.current === key;
    asked.current = key;
    load(undefined, [], same ? Math.min(MOST, Math.max(PAGE, Math.ceil(state.rows.length / PAGE) * PAGE)) : PAGE);
    return () => void run.current++;
  }, [key, version]);
  const more = () => {
    if (!busy.current && state.next) load(state.next, state.rows);
  };
  return { ...state, stale: state.of !== key && state.rows.length > 0, more };
}

export function List({ pages, params, open, listRef }) {
  const box = useRef(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(800);
  const [focus, setFocus] = useState(-1);
  const { rows, total, more } = pages;

  useLayoutEffect(() => {
    const watch = new ResizeObserver(() => box.current && setHeight(box.current.clientHeight));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const first = Math.max(0, Math.floor(top / ROW) - 4);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW) + 4);
  useEffect(() => {
    if (last + AHEAD >= rows.length) more();
  }, [last, rows.length, pages.next]);

  const show = (i) => {
    if (i < 0 || i >= rows.length) return;
    setFocus(i);
    const y = i * ROW;
    if (y < box.current.scrollTop) box.current.scrollTop = y;
    else if (y + ROW > box.current.scrollTop + box.current.clientHeight) box.current.scrollTop = y + ROW - box.current.clientHeight;
    setTop(box.current.scrollTop);
  };
  useEffect(() => {
    if (focus >= 0) box.current.querySelector(`[data-i="${focus}"]`)?.focus({ preventScroll: true });
  }, [focus]);
  const step = (by) => show(Math.max(0, Math.min(rows.length - 1, (focus < 0 ? rows.findIndex((r) => r.id === open) : focus) + by)));
  if (listRef) listRef.current = { step, focus: () => show(Math.max(0, focus)) };

  const key = (e) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[e.key];
    if (by) step(by);
    else if (e.key === "Home") show(0);
    else if (e.key === "End") show(rows.length - 1);
    else return;
    e.preventDefault();
  };

  return (
    <div class="scroll" ref={box} onScroll={(e) => setTop(e.currentTarget.scrollTop)} onKeyDown={key}>
      <ol class="rows" style={{ height: `${rows.length * ROW}px` }} aria-label={`${f.plural(total, "incident")}`}>
        {rows.slice(first, last).map((r, k) => (
          <Row key={r.id} row={r} i={first + k} total={total} params={params} open={open === r.id} onFocus={() => setFocus(first + k)} />
        ))}
      </ol>
    </div>
  );
}

function Row({ row: r, i, total, params, open, onFocus }) {
  const contested = f.doubt(r, "perpetrator") === "contested";
  return (
    <li class="row" style={{ top: `${i * ROW}px` }} aria-setsize={total} aria-posinset={i + 1}>
      <a href={link(`/incidents/${r.id}`, params)} class={open ? "open" : ""} aria-current={open ? "true" : undefined} data-i={i} onFocus={onFocus}>
        <span class="what">
          <b>{f.capital(f.words(r.type))}</b>
          {r.stage !== "accomplished" ? <span class="tag stage">{f.words(r.stage)}</span> : null}
          <span class="where"> {f.place(r.place, true)}</span>
        </span>
        <span class="figures">
          <Count value={r.killed} doubt={f.unsure(r, "killed")} />
          <small>killed</small>
          {r.abducted && !r.wounded ? (
            <>
              <Count value={r.abducted} doubt={f.unsure(r, "abducted")} />
              <small>abducted</small>
            </>
          ) : (
            <>
              <Count value={r.wounded} doubt={f.unsure(r, "wounded")} />
              <small>wounded</small>
            </>
          )}
        </span>
        <span class="who">
          {contested ? <span class="tag doubt contested">contested</span> : null}
          {r.perpetrator ? (
            <>
              <span class="name">{r.perpetrator.name}</span>
              <span class="quiet"> {f.stance(r.perpetrator.certainty)}</span>
            </>
          ) : (
            <span class="quiet">nobody blamed</span>
          )}
        </span>
        <span class="when">
          <span>{f.period(r.date)}{f.beyond(r) ? <span class="tag doubt" title="The date lies after the last report: one of the two is wrong">after its report</span> : null}</span>
          <small class="quiet">{f.plural(r.reports, "report")}{r.reports_all > r.reports ? ` + ${r.reports_all - r.reports} copied` : ""}</small>
        </span>
      </a>
    </li>
  );
}

const TYPES = ["ATTACK", "BOMBING", "ARSON", "KIDNAPPING", "HOSTAGE_TAKING", "HIJACKING", "ROBBERY", "ASSASSINATION", "UNARMED_ASSAULT",
  "FACILITY_ATTACK", "AIRSTRIKE", "SHELLING", "ARMED_CLASH", "MOB_VIOLENCE", "RIOT", "PROTEST", "SEXUAL_VIOLENCE", "ARREST", "OTHER"];
const STAGES = ["accomplished", "ongoing", "attempted", "foiled", "threatened", "planned", "hypothetical", "disputed", "retracted"];
const SORTS = [["", "latest first"], ["oldest", "earliest first"], ["changed", "last changed"], ["killed", "most killed"], ["support", "most reports"]];

export function Filters({ params, page, countries, searchRef }) {
  const [more, setMore] = useState(() => ["stage", "actor", "from", "to", "killed_min", "contested"].some((k) => params[k]));
  const put = (changes) => go(link(page, { ...params, ...changes }), true);
  const timer = useRef(0);
  const later = (name) => (e) => {
    const value = e.currentTarget.value.trim();
    clearTimeout(timer.current);
    timer.current = setTimeout(() => put({ [name]: value }), 250);
  };
  const now = (name) => (e) => put({ [name]: e.currentTarget.value });
  const set = ["q", "type", "country", "stage", "actor", "from", "to", "killed_min", "contested", "box"].filter((k) => params[k]);
  return (
    <form class="filters" role="search" aria-label="Filter incidents" onSubmit={(e) => e.preventDefault()}>
      <input type="search" ref={searchRef} placeholder="Words in the reports  ( / )" aria-label="Words in the reports" defaultValue={params.q ?? ""} key={`q${set.length === 0}`} onInput={later("q")} />
      <div class="line">
        <Choice label="Type" value={params.type} onInput={now("type")} first="any type" options={TYPES.map((t) => [t, f.capital(f.words(t))])} />
        <Choice label="Country" value={params.country} onInput={now("country")} first="any country"
          options={countries.map((c) => [c.value, `${f.country(c.value)} (${c.incidents})`])} />
        <Choice label="Order" value={params.sort} onInput={now("sort")} options={SORTS} />
      </div>
      {more ? (
        <div class="line more">
          <label><span>From</span><input type="date" value={params.from ?? ""} onChange={now("from")} /></label>
          <label><span>To</span><input type="date" value={params.to ?? ""} onChange={now("to")} /></label>
          <label><span>Killed at least</span><input type="number" min="0" step="1" defaultValue={params.killed_min ?? ""} key={`k${set.length === 0}`} onInput={later("killed_min")} /></label>
          <label><span>Actor</span><input type="text" defaultValue={params.actor ?? ""} key={`a${params.actor ?? ""}`} onChange={now("actor")} /></label>
          <Choice label="Stage" shown value={params.stage} onInput={now("stage")} first="any" options={STAGES.map((s) => [s, f.words(s)])} />
          <Choice label="Contested" shown value={params.contested} onInput={now("contested")} first="either" options={[["1", "contested"], ["-1", "not contested"]]} />
        </div>
      ) : null}
      <div class="line ends">
        <button type="button" class="plain" aria-expanded={more} onClick={() => setMore(!more)}>{more ? "Fewer filters" : "More filters"}</button>
        {set.length ? <button type="button" class="plain" onClick={() => put(Object.fromEntries(set.map((k) => [k, ""])))}>Clear {f.plural(set.length, "filter")}</button> : null}
      </div>
    </form>
  );
}

function Choice({ label, value, onInput, first, options, shown }) {
  return (
    <label>
      <span class={shown ? "" : "sr"}>{label}</span>
      <select value={value ?? ""} onChange={onInput}>
        {first ? <option value="">{first}</option> : null}
        {options.map(([v, t]) => <option key={v} value={v}>{t}</option>)}
      </select>
    </label>
  );
}
