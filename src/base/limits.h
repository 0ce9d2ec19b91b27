/* All ceilings in one place, with their unit and reason.  What passes one is
 * cut or refused with a diagnostic, never silently.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_BASE_LIMITS_H
#define SR_BASE_LIMITS_H

/* Bytes of one report's text; longer ones are read up to here (a long read is 100 kB). */
#define SR_LIMIT_REPORT_BYTES (8u << 20)
/* Bytes of one input file or line; larger ones are refused. */
#define SR_LIMIT_FILE_BYTES (1u << 30)
#define SR_LIMIT_LINE_BYTES (64u << 20)
/* A packed file may unpack to this many times its size once it is past so many bytes: what packs
 * better is not text but a trap. */
#define SR_LIMIT_UNPACK_RATIO 250u
#define SR_LIMIT_UNPACK_BYTES (64u << 20)
/* Of one HTML page.  Bytes as UTF-8: what lies behind is not read.  Attributes of a tag and bytes of
 * one value: further ones are dropped (the parser looks for duplicates, which is quadratic).  Tags:
 * further ones are dropped, their text stays.  Depth: deeper start tags are dropped, their text
 * stays (implied end tags cost the depth).  Together they bound the time: the worst page takes
 * seconds, not minutes, see the test page-worst. */
#define SR_LIMIT_PAGE_BYTES (8u << 20)
#define SR_LIMIT_PAGE_ATTRIBUTES 32u
#define SR_LIMIT_PAGE_VALUE 4096u
#define SR_LIMIT_PAGE_TAGS 300000u
#define SR_LIMIT_PAGE_DEPTH 512u
/* Blocks (paragraphs, headings, cells) of a page that are looked at; further ones are left out. */
#define SR_LIMIT_PAGE_BLOCKS 20000u
/* Entries of one live blog; further ones are left out. */
#define SR_LIMIT_PAGE_ENTRIES 2000u
/* Bytes of JSON-LD of one page. */
#define SR_LIMIT_PAGE_JSON (1u << 20)
/* Tokens of one sentence; longer ones are cut here (tables and lists without stops). */
#define SR_LIMIT_SENTENCE_TOKENS 400u
/* Bytes of one token; longer runs without a space are cut here. */
#define SR_LIMIT_TOKEN_BYTES 256u
/* Tokens, sentences and annotations of one kind in one report. */
#define SR_LIMIT_REPORT_TOKENS 2000000u
/* Tokens of a report from which incidents are read; what lies behind is kept
 * but not read (round-ups of 50 pages): the cost of linking mentions is quadratic. */
#define SR_LIMIT_EXTRACT_TOKENS 60000u
/* Incident mentions of one report that are linked with one another. */
#define SR_LIMIT_MENTIONS 400u
/* Noun groups of one report that are weighed as participants of its incidents. */
#define SR_LIMIT_CANDIDATES 600u
/* Nesting of JSON input. */
#define SR_LIMIT_JSON_DEPTH 32
/* A line of a ledger's dump: JSON values in it (a report has some thousands; each takes some 60 bytes), claims of a
 * reading (a long read has 700; what they cost to fold grows with mentions × claims), and the largest count of
 * people that is believed. */
#define SR_LIMIT_DUMP_VALUES 2000000u
#define SR_LIMIT_DUMP_CLAIMS 20000u
#define SR_LIMIT_DUMP_COUNT 100000000000
/* A line of a dictionary of actors, without its comment. */
#define SR_LIMIT_ACTOR_LINE_BYTES 4096u
/* A feed: bytes, open elements, bytes of a DOCTYPE, entries, tags of an entry. */
#define SR_LIMIT_FEED_BYTES (32u << 20)
#define SR_LIMIT_FEED_DEPTH 160u
#define SR_LIMIT_FEED_DOCTYPE (64u << 10)
#define SR_LIMIT_FEED_ENTRIES 100000u
#define SR_LIMIT_FEED_TAGS 200u
/* A record of a web archive: bytes of its block (longer ones are listed, not read), of what it
 * unpacks to, and how many times its size that may be. */
#define SR_LIMIT_WARC_BLOCK (256u << 20)
#define SR_LIMIT_WARC_ENTITY (256u << 20)
#define SR_LIMIT_WARC_RATIO 1100u
/* Files that hold others (archives, mail): how deep they may lie in one another, how many each may
 * hold, and bytes of one. */
#define SR_LIMIT_NESTING 6
#define SR_LIMIT_PARTS 100000u
#define SR_LIMIT_PART_BYTES (64u << 20)
#define SR_LIMIT_MAIL_PARTS 1000u
/* Feeds of one list (OPML). */
#define SR_LIMIT_OPML_FEEDS 20000u
/* Folder levels walked. */
#define SR_LIMIT_WALK_DEPTH 32
/* Bytes an arena keeps between reports. */
#define SR_LIMIT_ARENA_KEEP (16u << 20)
/* Bytes one report may take while it is read. */
#define SR_LIMIT_REPORT_MEMORY (1u << 30)
/* Threads of a run. */
#define SR_LIMIT_THREADS 64

#endif
