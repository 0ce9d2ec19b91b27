// A ledger's record (docs/format-record.md) as the views use it: figures of all counts in one list,
// each report once, its place in the list being its number.
// SPDX-License-Identifier: Apache-2.0

export const HARMS = ["killed", "wounded", "missing", "abducted", "killed_attackers", "wounded_attackers"];

export function shape(record) {
  const figures = HARMS.flatMap((field) => (record[field]?.history ?? []).map((x) => ({
    field, state: x.state, as_of: x.as_of, count: { low: x.low, best: x.best, high: x.high }, by: x.by, by_class: x.by_class, evidence: x.evidence?.[0],
  })));
  const reports = [];
  const seen = new Map();
  for (const r of record.reports ?? []) {
    const known = seen.get(r.id);
    if (known) {
      if (r.role === "main") known.background = false;
      continue;
    }
    const one = { ...r, report: r.id, background: r.role === "background" };
    seen.set(r.id, one);
    reports.push(one);
  }
  return { ...record, figures, reports, revisions: record.timeline ?? [] };
}
