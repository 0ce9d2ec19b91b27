// The peer of make bench: wink-nlp's full pipe (sentences, negation, sentiment, names, tags, custom names)
// over a file of reports, warmed up in the same process; prints one JSON object.
//   node wink.js DOCS.jsonl
// SPDX-License-Identifier: Apache-2.0
'use strict';
const fs = require('fs');
const started = process.hrtime.bigint();
const nlp = require('wink-nlp')(require('wink-eng-lite-web-model'));
const its = nlp.its;
const ready = process.hrtime.bigint();

const texts = fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l).text);

function read(list) {
  let tokens = 0, sentences = 0, entities = 0;
  for (const text of list) {
    const doc = nlp.readDoc(text);
    tokens += doc.tokens().length();
    sentences += doc.sentences().length();
    entities += doc.entities().length();
    doc.tokens().out(its.pos);
  }
  return { tokens, sentences, entities };
}

read(texts.slice(0, 200));
const cpu = process.cpuUsage();
const begin = process.hrtime.bigint();
const found = read(texts);
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const used = process.cpuUsage(cpu);
console.log(JSON.stringify({
  documents: texts.length, ...found, seconds,
  cpu_seconds: (used.user + used.system) / 1e6,
  peak_kb: process.resourceUsage().maxRSS,
  start_seconds: Number(ready - started) / 1e9,
}));
