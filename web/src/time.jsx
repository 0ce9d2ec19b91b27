// Time: when incidents happened (bars), and the moment whose knowledge is shown (slider, replay).
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useData } from "./api.js";
import * as f from "./format.js";
import { go, link } from "./route.js";

const DAY = 86400000;
const LONG = 1500; // days; bars of longer spans are counted by month
const days = (text) => Math.floor(Date.parse(text.slice(0, 10) + "T00:00:00Z") / DAY);
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);

export function TimeBar({ query, params, page, version }) {
  const { as_of: asOf, from, to, ...rest } = query;
  const range = useData("/stats", {}, version);
  const first = range.data?.first_published;
  const last = range.data?.last_published;
  const span = useMemo(() => (first && last ? { a: days(first), b: Math.max(days(last), days(first) + 1) } : null), [first, last]);
  const by = span && span.b - span.a > LONG ? "month" : "day";
  const stats = useData(span ? "/counts" : null, { ...rest, by }, version);
  const rows = stats.data?.counts ?? [];
  const [drag, setDrag] = useState(null);
  const [play, setPlay] = useState(false);
  const timer = useRef(0);
  const known = drag ?? (asOf ? days(asOf) : span?.b);
  const put = (n, replace) => go(link(page, { ...params, as_of: span && n >= span.b ? "" : iso(n) }), replace);

  const later = (n) => {
    setDrag(n);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      put(n, true);
      setDrag(null);
    }, 120);
  };
  useEffect(() => {
    if (!play || !span) return;
    const start = known >= span.b ? span.a : known;
    const step = Math.max(1, Math.round((span.b - span.a) / 60));
    let n = start;
    put(n, true);
    const tick = setInterval(() => {
      n += step;
      put(Math.min(n, span.b), true);
      if (n >= span.b) setPlay(false);
    }, 900);
    return () => clearInterval(tick);
  }, [play]);

  if (!span) return <div class="time" />;
  return (
    <div class="time" role="group" aria-label="Moment shown">
      <button type="button" class="play" aria-pressed={play} aria-label={play ? "Stop the replay" : "Replay how it became known"} onClick={() => setPlay(!play)}>{play ? "❚❚" : "▶"}</button>
      <div class="strip">
        <Bars rows={rows} span={span} known={known} />
        <input type="range" min={span.a} max={span.b} value={known} aria-label="As known at" aria-valuetext={known >= span.b ? "all that is known" : f.day(iso(known))}
          onInput={(e) => later(Number(e.currentTarget.value))} />
        <div class="ends quiet" aria-hidden="true"><span>{f.day(iso(span.a))}</span><span>{f.day(iso(span.b))}</span></div>
      </div>
      <div class="moment">
        {known >= span.b ? <><b>All that is known</b><small class="quiet">move back to see what was known then</small></>
          : <><b>As known on {f.day(iso(known))}</b><button type="button" class="plain" onClick={() => { setPlay(false); setDrag(null); put(span.b, true); }}>Back to now</button></>}
      </div>
    </div>
  );
}

/** Incidents by the day they happened, as many bars as there is room for. */
function Bars({ rows, span, known }) {
  const N = 120;
  const bars = useMemo(() => {
    const out = new Array(N).fill(0);
    for (const r of rows) {
      if (!/^\d{4}-\d\d/.test(r.value)) continue;
      const k = Math.floor(((days(r.value.length === 7 ? `${r.value}-15` : r.value) - span.a) / (span.b - span.a + 1)) * N);
      if (k >= 0 && k < N) out[k] += r.incidents;
    }
    return out;
  }, [rows, span]);
  const max = Math.max(1, ...bars);
  const upto = ((known - span.a + 1) / (span.b - span.a + 1)) * N;
  return (
    <svg class="bars" viewBox={`0 0 ${N} 28`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((n, k) => (n ? <rect key={k} x={k + 0.1} width="0.8" y={28 - 2 - 26 * (n / max)} height={2 + 26 * (n / max)} class={k > upto ? "later" : ""} /> : null))}
    </svg>
  );
}
