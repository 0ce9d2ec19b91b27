/* Formats of `sitrep export` that only a ledger has, beside those of export_list.h: X(writer, "name", media type, summary, stories).
 * `stories`: also groups of reports in which no incident was read.
 * SPDX-License-Identifier: Apache-2.0 */
X(jsonl, "jsonl", "application/x-ndjson", "the whole record, one JSON object a line", false)
X(clusters, "clusters", "application/x-ndjson", "which reports tell of one incident, with flat values", true)
