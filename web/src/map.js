// The map: countries of Natural Earth on a canvas, incidents as areas of what is known about their place.
// A point is never moved: near ones are drawn together as one mark with their number, at the mean of
// their places; a place known as "somewhere in Kenya" is the country, hatched, not a point in it.
// SPDX-License-Identifier: Apache-2.0
import { geoCircle, geoContains, geoGraticule10, geoMercator, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";

const KM_PER_DEGREE = 111.2;
/** Radius on the ground that a precision stands for where no better one is told. */
const RADIUS_KM = { exact: 0.5, city: 8, admin2: 25, admin1: 80 };
const MIN_ZOOM = 0;
const MAX_ZOOM = 12;
const FINE_ZOOM = 3;
const TAU = 2 * Math.PI;

export class WorldMap {
  /** @param on {view, open, cell, hover} – callbacks */
  constructor(canvas, on) {
    this.canvas = canvas;
    this.on = on;
    this.context = canvas.getContext("2d");
    this.projection = geoMercator().rotate([-11, 0]).precision(0.3);
    this.path = geoPath(this.projection, this.context);
    this.center = [14, 30];
    this.zoom = 0;
    this.cells = [];
    this.areas = [];
    this.selected = null;
    this.world = null;
    this.fine = null;
    this.colors = {};
    this.pending = 0;
    this.pointers = new Map();
    this.listen();
  }

  async load() {
    const coarse = await (await fetch("/assets/world.json")).json();
    this.world = shapes(coarse);
    this.draw();
  }

  async loadFine() {
    if (this.fine) return;
    this.fine = "asked";
    try {
      this.fine = shapes(await (await fetch("/assets/world-fine.json")).json());
      this.draw();
    } catch {
      this.fine = null;
    }
  }

  setColors(colors) {
    this.colors = colors;
    this.hatch = null;
    this.draw();
  }

  setData({ cells, areas }) {
    this.cells = cells;
    this.areas = areas.map((a) => ({ ...a, shape: null }));
    this.draw();
  }

  select(incident) {
    this.selected = incident;
    this.draw();
  }

  resize() {
    const { clientWidth: w, clientHeight: h } = this.canvas;
    const ratio = Math.min(2, devicePixelRatio || 1);
    if (!w || !h) return;
    this.width = w;
    this.height = h;
    this.canvas.width = Math.round(w * ratio);
    this.canvas.height = Math.round(h * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.moved();
  }

  /** Pixels of the whole world's width at the zoom: zoom 0 fits the canvas. */
  scale() {
    return (Math.max(this.width ?? 800, (this.height ?? 500) * 1.15) / TAU) * 2 ** this.zoom;
  }

  place() {
    const k = this.scale();
    this.projection.scale(k).translate([0, 0]);
    const [x, y] = this.projection(this.center) ?? [0, 0];
    this.projection.translate([this.width / 2 - x, this.height / 2 - y]);
  }

  moved() {
    this.center[1] = Math.max(-70, Math.min(78, this.center[1]));
    this.center[0] = ((((this.center[0] + 180) % 360) + 360) % 360) - 180;
    this.zoom = Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, this.zoom));
    if (this.zoom >= FINE_ZOOM) this.loadFine();
    this.draw();
    clearTimeout(this.timer);
    if (this.width) this.timer = setTimeout(() => this.on.view(this.view()), 120);
  }

  /** What is seen: box in degrees, and the pixels of the world's width for the clusters' grid. */
  view() {
    this.place();
    const span = (this.width / this.scale()) * (360 / TAU);
    const top = this.projection.invert([this.width / 2, 0]);
    const low = this.projection.invert([this.width / 2, this.height]);
    const north = Math.min(85, top?.[1] ?? 85);
    const south = Math.max(-85, low?.[1] ?? -85);
    const whole = span >= 350;
    const wrap = (x) => ((((x + 180) % 360) + 360) % 360) - 180;
    return {
      west: whole ? -180 : wrap(this.center[0] - span / 2),
      east: whole ? 180 : wrap(this.center[0] + span / 2),
      south,
      north,
      width: Math.round(this.scale() * TAU),
    };
  }

  fly(lon, lat, zoom) {
    this.center = [lon, lat];
    if (zoom != null) this.zoom = Math.max(this.zoom, zoom);
    this.moved();
  }

  reset() {
    this.center = [14, 30];
    this.zoom = 0;
    this.moved();
  }

  draw() {
    if (this.pending) return;
    this.pending = requestAnimationFrame(() => {
      this.pending = 0;
      this.paint();
    });
  }

  paint() {
    const { context: c, colors, width, height } = this;
    if (!width || !colors.sea) return;
    this.place();
    const world = this.zoom >= FINE_ZOOM && this.fine?.land ? this.fine : this.world;
    if (!world) {
      c.fillStyle = colors.sea;
      c.fillRect(0, 0, width, height);
      return;
    }
    c.drawImage(this.ground(world), 0, 0, width, height);
    for (const area of this.areas) this.paintArea(area, world);
    for (const cell of this.cells) this.paintRadius(cell);
    for (const area of this.areas) this.paintAreaMark(area);
    for (const cell of this.cells) this.paintCell(cell);
    this.paintSelected();
  }

  /** Sea, land and borders as they are seen now; kept, since marks come and go more often than one moves. */
  ground(world) {
    const { colors, width, height, canvas } = this;
    const key = [world === this.fine, this.center, this.zoom, canvas.width, canvas.height, ...Object.values(colors)].join();
    if (this.groundKey === key) return this.groundCanvas;
    this.groundKey = key;
    this.groundCanvas ??= document.createElement("canvas");
    this.groundCanvas.width = canvas.width;
    this.groundCanvas.height = canvas.height;
    const c = this.groundCanvas.getContext("2d", { alpha: false });
    c.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
    this.path.context(c);
    c.fillStyle = colors.sea;
    c.fillRect(0, 0, width, height);
    this.stroke(c, geoGraticule10(), colors.grid, 0.5);
    c.beginPath();
    this.path(world.land);
    c.fillStyle = colors.land;
    c.fill();
    c.strokeStyle = colors.coast;
    c.lineWidth = 0.6;
    c.stroke();
    this.stroke(c, world.borders, colors.border, 0.7);
    this.path.context(this.context);
    return this.groundCanvas;
  }

  stroke(c, shape, color, width) {
    c.beginPath();
    this.path(shape);
    c.strokeStyle = color;
    c.lineWidth = width;
    c.stroke();
  }

  hatching() {
    if (this.hatch) return this.hatch;
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const t = tile.getContext("2d");
    t.strokeStyle = this.colors.mark;
    t.globalAlpha = 0.45;
    t.lineWidth = 1.2;
    for (const d of [-8, 0, 8]) {
      t.beginPath();
      t.moveTo(d, 8);
      t.lineTo(d + 8, 0);
      t.stroke();
    }
    return (this.hatch = this.context.createPattern(tile, "repeat"));
  }

  /** The country in which the area's point lies. */
  shapeOf(area, world) {
    if (area.shape === null || area.from !== world) {
      area.from = world;
      area.shape = world.countries.features.find((f) => geoContains(f, [area.lon, area.lat])) ?? false;
    }
    return area.shape;
  }

  paintArea(area, world) {
    const shape = this.shapeOf(area, world) || geoCircle().center([area.lon, area.lat]).radius(1.5)();
    const c = this.context;
    c.beginPath();
    this.path(shape);
    c.fillStyle = this.hatching();
    c.fill();
  }

  paintAreaMark(area) {
    // The number stands in the middle of the country, away from the capital's own marks.
    const middle = area.shape ? this.path.centroid(area.shape) : null;
    const p = middle && !Number.isNaN(middle[0]) ? middle : this.projection([area.lon, area.lat]);
    if (!p) return;
    const c = this.context;
    const text = String(area.n);
    c.font = "600 11px system-ui, sans-serif";
    const w = Math.max(18, c.measureText(text).width + 10);
    area.hit = [p[0], p[1], w / 2 + 3];
    c.beginPath();
    c.rect(p[0] - w / 2, p[1] - 9, w, 18);
    c.fillStyle = this.colors.panel;
    c.fill();
    c.setLineDash([3, 2]);
    c.strokeStyle = this.colors.mark;
    c.lineWidth = 1.2;
    c.stroke();
    c.setLineDash([]);
    this.label(text, p, this.colors.ink);
  }

  label(text, [x, y], color) {
    const c = this.context;
    c.fillStyle = color;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillText(text, x, y + 0.5);
  }

  radius(cell) {
    return cell.radius_km ?? RADIUS_KM[cell.precision] ?? 50;
  }

  /** The ground within which a single incident lies, where it is large enough to be seen. */
  paintRadius(cell) {
    if (cell.n > 1 && !cell.same) return;
    const pixels = (this.radius(cell) / KM_PER_DEGREE) * (this.scale() / 57.3) / Math.cos((cell.lat * Math.PI) / 180);
    if (pixels < 6) return;
    const c = this.context;
    c.beginPath();
    this.path(geoCircle().center([cell.lon, cell.lat]).radius(this.radius(cell) / KM_PER_DEGREE)());
    c.fillStyle = this.colors.soft;
    c.fill();
    c.setLineDash(cell.precision === "exact" ? [] : [4, 3]);
    c.strokeStyle = this.colors.mark;
    c.lineWidth = 1;
    c.stroke();
    c.setLineDash([]);
  }

  paintCell(cell) {
    const p = this.projection([cell.lon, cell.lat]);
    if (!p || p[0] < -40 || p[0] > this.width + 40 || p[1] < -40 || p[1] > this.height + 40) {
      cell.hit = null;
      return;
    }
    const c = this.context;
    const r = cell.n > 1 ? Math.min(19, 8 + 4.2 * Math.log10(cell.n)) : 5; // small: means of neighbouring cells can lie close
    cell.hit = [p[0], p[1], Math.max(r, 9)];
    c.beginPath();
    c.arc(p[0], p[1], r, 0, TAU);
    if (cell.n > 1) {
      c.fillStyle = this.colors.mark;
      c.fill();
      c.strokeStyle = this.colors.panel;
      c.lineWidth = 1.5;
      c.stroke();
      c.font = `600 ${cell.n > 999 ? 10 : 11}px system-ui, sans-serif`;
      this.label(cell.n > 9999 ? `${Math.round(cell.n / 1000)}k` : String(cell.n), p, this.colors.onMark);
      return;
    }
    // One incident: full when the place is known to the spot, a ring when to the town, dashed when wider.
    const wide = cell.precision === "admin1" || cell.precision === "admin2";
    c.fillStyle = cell.precision === "exact" ? this.colors.mark : this.colors.panel;
    c.fill();
    c.setLineDash(wide ? [3, 2] : []);
    c.strokeStyle = this.colors.mark;
    c.lineWidth = 2;
    c.stroke();
    c.setLineDash([]);
  }

  paintSelected() {
    const i = this.selected;
    if (!i?.place || i.place.lat == null || i.place.precision === "country") return;
    const p = this.projection([i.place.lon, i.place.lat]);
    if (!p) return;
    const c = this.context;
    for (const [r, color, w] of [[13, this.colors.panel, 5], [13, this.colors.select, 2.5]]) {
      c.beginPath();
      c.arc(p[0], p[1], r, 0, TAU);
      c.strokeStyle = color;
      c.lineWidth = w;
      c.stroke();
    }
  }

  /** The mark under a point of the canvas. */
  at(x, y) {
    const marks = [...this.cells, ...this.areas.filter((a) => a.hit)].filter((m) => m.hit);
    let best = null;
    let near = Infinity;
    for (const m of marks) {
      const d = Math.hypot(m.hit[0] - x, m.hit[1] - y);
      if (d <= m.hit[2] + 3 && d < near) [best, near] = [m, d];
    }
    return best;
  }

  zoomAt(x, y, by) {
    this.place();
    const before = this.projection.invert([x, y]);
    this.zoom = Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, this.zoom + by));
    this.place();
    const after = this.projection.invert([x, y]);
    if (before && after) {
      this.center[0] += before[0] - after[0];
      this.center[1] += before[1] - after[1];
    }
    this.moved();
  }

  pan(dx, dy) {
    this.place();
    const c = this.projection.invert([this.width / 2 - dx, this.height / 2 - dy]);
    if (c) this.center = c;
    this.moved();
  }

  choose(mark) {
    if (!mark) return;
    if (mark.n === 1 && mark.incident) this.on.open(mark.incident.id);
    else if (mark.same || mark.country || this.zoom >= MAX_ZOOM - 0.5) this.on.cell(mark);
    else this.fly(mark.lon, mark.lat, this.zoom + 1.6);
  }

  listen() {
    const el = this.canvas;
    const spot = (e) => {
      const box = el.getBoundingClientRect();
      return [e.clientX - box.left, e.clientY - box.top];
    };
    el.addEventListener("wheel", (e) => {
      e.preventDefault();
      const [x, y] = spot(e);
      this.zoomAt(x, y, -Math.max(-0.6, Math.min(0.6, e.deltaY / 240)));
    }, { passive: false });
    el.addEventListener("pointerdown", (e) => {
      el.setPointerCapture(e.pointerId);
      this.pointers.set(e.pointerId, spot(e));
      this.drag = 0;
    });
    el.addEventListener("pointermove", (e) => this.pointerMoved(e, spot(e)));
    const up = (e) => {
      if (!this.pointers.delete(e.pointerId)) return;
      if (e.type === "pointerup" && this.drag < 5) this.choose(this.at(...spot(e)));
    };
    el.addEventListener("pointerup", up);
    el.addEventListener("pointercancel", up);
    el.addEventListener("pointerleave", () => this.on.hover(null));
    el.addEventListener("dblclick", (e) => this.zoomAt(...spot(e), 1));
    el.addEventListener("keydown", (e) => this.key(e));
  }

  pointerMoved(e, now) {
    const was = this.pointers.get(e.pointerId);
    if (!was) {
      const mark = this.at(...now);
      this.canvas.style.cursor = mark ? "pointer" : "grab";
      this.on.hover(mark ? { mark, x: now[0], y: now[1] } : null);
      return;
    }
    this.drag += Math.hypot(now[0] - was[0], now[1] - was[1]);
    if (this.pointers.size === 1) {
      if (this.drag >= 5) this.pan(now[0] - was[0], now[1] - was[1]);
    } else {
      const other = [...this.pointers].find(([id]) => id !== e.pointerId)[1];
      const ratio = Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(1, Math.hypot(was[0] - other[0], was[1] - other[1]));
      this.zoomAt((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, Math.log2(ratio));
    }
    this.pointers.set(e.pointerId, now);
  }

  key(e) {
    const step = 80;
    const act = {
      ArrowLeft: () => this.pan(step, 0), ArrowRight: () => this.pan(-step, 0),
      ArrowUp: () => this.pan(0, step), ArrowDown: () => this.pan(0, -step),
      "+": () => this.zoomAt(this.width / 2, this.height / 2, 1), "=": () => this.zoomAt(this.width / 2, this.height / 2, 1),
      "-": () => this.zoomAt(this.width / 2, this.height / 2, -1), 0: () => this.reset(),
    }[e.key];
    if (!act || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    e.stopPropagation();
    act();
  }
}

function shapes(topology) {
  const countries = feature(topology, topology.objects.countries);
  return {
    countries,
    land: feature(topology, topology.objects.land),
    borders: mesh(topology, topology.objects.countries, (a, b) => a !== b),
  };
}
