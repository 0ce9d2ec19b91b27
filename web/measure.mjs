// How long the page takes in a browser over a ledger: first load, a filter, scrolling, an incident, a moment of the past.
//   node measure.mjs SITREP LEDGER [ROUNDS]     medians of ROUNDS (5) fresh browsers
// SPDX-License-Identifier: Apache-2.0
import { spawn } from "node:child_process";
import net from "node:net";
import { loadavg } from "node:os";
import { chromium } from "playwright-core";

const [sitrep, db, rounds = "5"] = process.argv.slice(2);
const port = await new Promise((done) => {
  const s = net.createServer().listen(0, "127.0.0.1", () => {
    const { port: p } = s.address();
    s.close(() => done(p));
  });
});
const base = `http://127.0.0.1:${port}`;
const server = spawn(sitrep, ["serve", "--db", db, "--port", String(port), "--read-only"], { stdio: "ignore" });
for (let i = 0; i < 100; i++) {
  try {
    if ((await fetch(base + "/healthz")).ok) break;
  } catch {
    await new Promise((r) => setTimeout(r, 100));
  }
}
// A day between the oldest and the newest report, another one each round: the server keeps what it was once asked.
const stats = await (await fetch(base + "/api/v1/stats")).json();
const middle = (Date.parse(stats.first_published) + Date.parse(stats.last_published)) / 2;
const past = (round) => new Date(middle + round * 86400000).toISOString().slice(0, 10);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
const taken = {};
const note = (name, ms) => (taken[name] ??= []).push(ms);
const timed = async (name, run) => {
  const began = performance.now();
  await run();
  note(name, performance.now() - began);
};
for (let i = 0; i < Number(rounds); i++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  let map = 0;
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  const began = performance.now();
  page.on("response", (r) => /\/api\/v1\/map/.test(r.url()) && !map && (map = performance.now() - began));
  await page.goto(base + "/");
  await page.waitForSelector(".row");
  note("first rows", performance.now() - began);
  while (!map) await page.waitForTimeout(5);
  note("first map", map);
  // Machines are shared: what the page itself computed until then, whoever else ran.
  const { metrics } = await cdp.send("Performance.getMetrics");
  note("page's own work until then", 1000 * metrics.find((m) => m.name === "TaskDuration").value);
  const total = await page.locator(".found").innerText();
  await timed("filter by type", async () => {
    await page.selectOption("select >> nth=0", "BOMBING");
    await page.waitForFunction((t) => document.querySelector(".found").innerText !== t, total);
  });
  await page.getByRole("button", { name: /Clear/ }).click();
  await page.waitForFunction((t) => document.querySelector(".found").innerText === t, total);
  await timed("ten screens down", async () => {
    for (let k = 0; k < 10; k++) {
      await page.locator(".scroll").evaluate((e) => (e.scrollTop += e.clientHeight));
      await page.waitForTimeout(16);
    }
  });
  note("longest frame while scrolling", await page.evaluate(async () => {
    const box = document.querySelector(".scroll");
    let worst = 0;
    let before = performance.now();
    for (let k = 0; k < 60; k++) {
      box.scrollTop += 120;
      await new Promise(requestAnimationFrame);
      worst = Math.max(worst, performance.now() - before);
      before = performance.now();
    }
    return worst;
  }));
  await timed("open an incident", async () => {
    await page.locator(".row a").nth(3).click();
    await page.waitForSelector(".tiles");
  });
  await page.keyboard.press("Escape");
  await timed("a moment of the past", async () => {
    await page.goto(`${base}/?as_of=${past(i)}`);
    await page.waitForSelector(".row");
  });
  await context.close();
}
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const total = (await (await fetch(base + "/api/v1/incidents?limit=1")).json()).total;
console.log(`${total} incidents, ${rounds} rounds, load average ${loadavg()[0].toFixed(1)}`);
for (const [name, list] of Object.entries(taken)) console.log(`${name}: ${median(list).toFixed(0)} ms (${Math.min(...list).toFixed(0)}–${Math.max(...list).toFixed(0)})`);
await browser.close();
server.kill("SIGTERM");
