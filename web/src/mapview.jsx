// The map in the page: fetches what is seen, shows a hint under the pointer, follows the theme.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { get } from "./api.js";
import * as f from "./format.js";
import { WorldMap } from "./map.js";
import { go, link } from "./route.js";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colors = () => ({
  sea: css("--sea"), land: css("--land"), border: css("--border-land"), coast: css("--coast"), grid: css("--grid"),
  mark: css("--mark"), onMark: css("--on-mark"), soft: css("--mark-soft"), panel: css("--panel"), ink: css("--ink"), select: css("--select"),
});

export function MapView({ query, params, selected, version, mapRef }) {
  const canvas = useRef(null);
  const map = useRef(null);
  const [view, setView] = useState(null);
  const [hint, setHint] = useState(null);
  const [counts, setCounts] = useState({ total: 0, unplaced: 0 });
  const [shown, setShown] = useState("");
  const asked = JSON.stringify(query);
  const now = useRef({});
  now.current = { params, query };

  useEffect(() => {
    const m = new WorldMap(canvas.current, {
      view: setView,
      hover: setHint,
      open: (id) => go(link(`/incidents/${id}`, now.current.params)),
      cell: (mark) => {
        if (mark.country) go(link("/", { ...now.current.params, country: mark.country }));
        else go(link("/", { ...now.current.params, box: box(mark) }));
      },
    });
    map.current = m;
    if (mapRef) mapRef.current = m;
    m.setColors(colors());
    m.load();
    const size = new ResizeObserver(() => m.resize());
    size.observe(canvas.current);
    const theme = () => m.setColors(colors());
    addEventListener("sitrep-theme", theme);
    return () => {
      size.disconnect();
      removeEventListener("sitrep-theme", theme);
    };
  }, []);

  const key = JSON.stringify([query, view]);
  useEffect(() => {
    if (!view) return;
    const stop = new AbortController();
    const bbox = [view.west, view.south, view.east, view.north].map((x) => x.toFixed(2)).join(",");
    get("/map", { ...query, bbox, width: view.width }, stop.signal)
      .then((d) => {
        map.current.setData(d);
        setCounts({ total: d.total, unplaced: d.unplaced });
        setShown(asked);
      })
      .catch(() => {});
    return () => stop.abort();
  }, [key, version]);

  useEffect(() => {
    map.current?.select(selected);
    const p = selected?.place;
    if (p?.lat != null && map.current.width) {
      const { west, east, south, north } = map.current.view();
      const inside = p.lat > south && p.lat < north && (west < east ? p.lon > west && p.lon < east : p.lon > west || p.lon < east);
      if (!inside) map.current.fly(p.lon, p.lat);
    }
  }, [selected?.id]);

  return (
    <div class={`map${shown && shown !== asked ? " stale" : ""}`}>
      <canvas ref={canvas} tabIndex="0" role="img"
        aria-label={`Map of ${f.plural(counts.total, "incident")}. Arrow keys move it, plus and minus zoom, zero shows the world. The list holds the same incidents.`} />
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom in" onClick={() => map.current.zoomAt(map.current.width / 2, map.current.height / 2, 1)}>+</button>
        <button type="button" aria-label="Zoom out" onClick={() => map.current.zoomAt(map.current.width / 2, map.current.height / 2, -1)}>−</button>
        <button type="button" aria-label="Whole world" onClick={() => map.current.reset()}>⌂</button>
      </div>
      <Legend unplaced={counts.unplaced} />
      {hint ? <Hint {...hint} width={canvas.current?.clientWidth ?? 800} /> : null}
    </div>
  );
}

/** A box around the one place of a mark, for the list's filter. */
const box = (m) => [m.lon - 0.005, m.lat - 0.005, m.lon + 0.005, m.lat + 0.005].map((x) => x.toFixed(3)).join(",");

function Hint({ mark, x, y, width }) {
  const i = mark.incident;
  const flip = x > width - 260;
  return (
    <div class="hint" role="presentation" style={{ left: `${flip ? x - 250 : x + 14}px`, top: `${y + 12}px` }}>
      {mark.n === 1 && i ? (
        <>
          <b>{f.capital(f.words(i.type))}</b>, {f.period(i.date)}
          <br />{f.place(i.place)}
          <br />{f.count(i.killed).text} killed · {f.plural(i.reports, "report")}
        </>
      ) : (
        <>
          <b>{f.plural(mark.n, "incident")}</b>
          {mark.country ? <><br />known only as “{f.country(mark.country)}”</> : mark.same ? <><br />at the same place</> : <><br />near one another; click to zoom in</>}
        </>
      )}
    </div>
  );
}

function Legend({ unplaced }) {
  return (
    <div class="legend" aria-label="Legend">
      <span><i class="dot full" />to the spot</span>
      <span><i class="dot ring" />town</span>
      <span><i class="dot dashed" />district or state</span>
      <span><i class="hatch" />country only</span>
      {unplaced ? <span class="quiet">{f.plural(unplaced, "incident")} without a place</span> : null}
    </div>
  );
}
