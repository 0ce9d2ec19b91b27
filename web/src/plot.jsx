// The history of a count: a step line of what stood, the bounds as a band, each report's figure as a point.
// The same figures follow as a table, for those who cannot see the plot and for those who want the source.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import * as f from "./format.js";
import { Count } from "./parts.jsx";

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const seconds = (text) => Date.parse(text?.length === 10 ? text + "T12:00:00Z" : text) / 1000;

export function History({ figures, reports }) {
  const fields = [...new Set(figures.map((x) => x.field))];
  const [field, setField] = useState(fields[0]);
  const shown = fields.includes(field) ? field : fields[0];
  const told = figures.filter((x) => x.field === shown).sort((a, b) => (seconds(a.as_of) || Infinity) - (seconds(b.as_of) || Infinity));
  const order = [...reports.keys()];
  return (
    <>
      {fields.length > 1 ? (
        <div class="tabs" role="group" aria-label="Which figure">
          {fields.map((x) => <button type="button" key={x} aria-pressed={x === shown} onClick={() => setField(x)}>{f.words(x)}</button>)}
        </div>
      ) : null}
      {told.filter((x) => !Number.isNaN(seconds(x.as_of))).length > 1 ? <Plot told={told} label={shown} /> : null}
      <div class="wide" tabIndex="0" role="group" aria-label="Table"><table>
        <caption class="sr">Figures told for {f.words(shown)}, in order of publication</caption>
        <thead><tr><th scope="col">Told</th><th scope="col">{f.capital(f.words(shown))}</th><th scope="col">By</th><th scope="col">In</th></tr></thead>
        <tbody>
          {told.map((x, n) => {
            const r = reports.get(x.evidence?.report);
            return (
              <tr key={n} class={x.state}>
                <td>{f.instant(x.as_of)}</td>
                <td><Count value={x.count} doubt={x.state === "contested" ? "contested" : ""} />{x.state === "superseded" ? <small class="quiet"> superseded</small> : null}</td>
                <td>{x.by ?? <span class="quiet">the report itself</span>}</td>
                <td>{r ? <a href={`#r-${r.report}`}>{r.publisher ?? "report"} {order.indexOf(r.report) + 1}</a> : null}</td>
              </tr>
            );
          })}
        </tbody>
      </table></div>
    </>
  );
}

const top = (c) => c?.high ?? c?.best ?? c?.low ?? null;
const low = (c) => c?.low ?? c?.best ?? c?.high ?? null;

function Plot({ told, label }) {
  const box = useRef(null);
  useEffect(() => {
    const dated = told.filter((x) => !Number.isNaN(seconds(x.as_of)));
    // uPlot wants rising instants: figures of one instant are set a second apart.
    let before = -Infinity;
    const x = dated.map((t) => (before = Math.max(before + 1, seconds(t.as_of))));
    const current = dated.map((t) => (low(t.count)));
    const highs = dated.map((t) => top(t.count));
    const open = dated.map((t) => (t.count.high == null ? low(t.count) : null));
    const exact = dated.map((t) => (t.count.high != null ? low(t.count) : null));
    const steps = uPlot.paths.stepped({ align: 1 });
    const draw = () => {
      const ink = css("--ink"), muted = css("--muted"), line = css("--line"), accent = css("--accent"), soft = css("--band");
      const axis = { stroke: muted, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 }, font: "11px system-ui, sans-serif" };
      const points = (fill) => ({ show: true, size: 8, stroke: accent, fill, width: 2 });
      return new uPlot({
        width: box.current.clientWidth, height: 170, legend: { show: false }, cursor: { drag: { x: false, y: false }, points: { show: false } },
        tzDate: (t) => uPlot.tzDate(new Date(t * 1000), "UTC"),
        scales: { y: { range: (_u, min, max) => [Math.max(0, Math.floor(min * 0.9) - 1), Math.ceil(max * 1.08) + 1] } },
        axes: [{ ...axis, space: 90, values: [[86400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1], [3600, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1], [60, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1], [1, ":{ss}", "\n{D} {MMM} {HH}:{mm}", null, null, null, null, null, 1]] }, { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] }],
        bands: [{ series: [2, 1], fill: soft }],
        series: [{},
          { label, stroke: accent, width: 1.5, paths: steps, points: { show: false } },
          { label: "high", stroke: "transparent", paths: steps, points: { show: false } },
          { label: "exact", stroke: accent, paths: () => null, points: points(accent) },
          { label: "open", stroke: ink, paths: () => null, points: points(css("--panel")) }],
      }, [x, current, highs, exact, open], box.current);
    };
    let plot = draw();
    const again = () => {
      plot.destroy();
      plot = draw();
    };
    const size = new ResizeObserver(() => box.current && plot.width !== box.current.clientWidth && plot.setSize({ width: box.current.clientWidth, height: 170 }));
    size.observe(box.current);
    addEventListener("sitrep-theme", again);
    return () => {
      size.disconnect();
      removeEventListener("sitrep-theme", again);
      plot.destroy();
    };
  }, [told.length, label]);
  return (
    <figure class="plot">
      <div ref={box} aria-hidden="true" />
      <figcaption class="quiet">Full points: exact figures. Hollow points: “at least”. Shaded: up to the highest told.</figcaption>
    </figure>
  );
}
