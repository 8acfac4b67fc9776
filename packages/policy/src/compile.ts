/**
 * Documents to policies: read, then kinds, then checks.
 *
 * Nothing here throws on what a policy says. The compiler returns whatever it could build together
 * with everything that is wrong, so that one mistake never hides another.
 */
import type { Type } from '@huoshui/feel'
import type { Calendar, Diagnostic } from '@huoshui/values'
import { nearest } from '@huoshui/values'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import {
  readArticles,
  readEquivalents,
  readInterpretations,
  readUnruled,
  standsOf,
} from './articles.ts'
import { runChecks } from './checks/index.ts'
import { P002 } from './checks/P002-table-kind.ts'
import { P053 } from './checks/P053-import.ts'
import { type Draft, emptyDraft } from './draft.ts'
import { readEnglish } from './english.ts'
import { readCalls, readMeasures, readMeta, readRelations } from './front.ts'
import { readAccounts } from './kinds/accounts.ts'
import { readCondition } from './kinds/conditions.ts'
import { readDecision } from './kinds/decision.ts'
import { readExamples } from './kinds/examples.ts'
import { readFacts } from './kinds/facts.ts'
import { readChanges, readFormulas } from './kinds/formula.ts'
import { readProcedure } from './kinds/procedure.ts'
import { readScore } from './kinds/score.ts'
import { readTransfers } from './kinds/transfers.ts'
import { namesOf, sharedFacts, type Vocabulary } from './names.ts'
import type { English, Meta, Policy, Rule } from './policy.ts'
import { diagnose } from './problem.ts'
import { type Block, type Document, readDocument, type SourceFile } from './read.ts'
import {
  type Caption,
  captionOf,
  type Reading,
  report,
  type Stand,
  type TableBlock,
} from './reading.ts'
import { type Typing, typingOf } from './typing.ts'

export interface CompileOptions {
  readonly english?: SourceFile
  readonly vocabulary: Vocabulary
  /** English words of the shared vocabulary, which a companion need not repeat. */
  readonly sharedWords?: Readonly<Record<string, string>>
  /** Policies already compiled, for 引用. */
  readonly policyOf: (slug: string) => Policy | undefined
  readonly calendar: Calendar | null
}

export interface Compiled {
  readonly policy: Policy
  readonly diagnostics: readonly Diagnostic[]
}

/** The content hash of a policy: SHA-256 of its text, in hexadecimal. */
export function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

const readers: Readonly<
  Record<
    string,
    (
      reading: Reading,
      stand: Stand,
      block: TableBlock,
      caption: Caption,
      draft: Draft,
      slug: string,
    ) => void
  >
> = {
  事实: readFacts,
  条件: readCondition,
  决策: readDecision,
  评分: readScore,
  账户: readAccounts,
  流程: readProcedure,
  记账: readTransfers,
  算例: readExamples,
}

function readTable(
  reading: Reading,
  stand: Stand,
  block: TableBlock,
  draft: Draft,
  slug: string,
): void {
  const caption = captionOf(block)
  if (!caption) return
  const read = readers[caption.prefix]
  if (read) read(reading, stand, block, caption, draft, slug)
  else {
    const near = nearest(caption.prefix, Object.keys(readers))
    report(reading, stand, caption.piece, P002, { found: caption.prefix, nearest: near })
  }
}

function readBlock(reading: Reading, stand: Stand, block: Block, draft: Draft, slug: string): void {
  if (block.kind === 'table') {
    readTable(reading, stand, block, draft, slug)
    return
  }
  if (block.kind !== 'code' || !/^feel\b/.test(block.info)) return
  const baseline = /^feel\s+基准\s*(.*)$/.exec(block.info)
  if (!baseline) {
    readFormulas(reading, stand, block.body, draft)
    return
  }
  draft.baselines.push({
    name: (baseline[1] as string).trim(),
    entries: readChanges(reading, stand, block.body),
    place: reading.doc.place(block.body.from, block.body.to),
  })
}

function readSections(reading: Reading, meta: Meta): Draft {
  const draft = emptyDraft()
  const { sections } = reading.doc
  const stands = standsOf(sections, reading.sources)
  sections.forEach((section, i) => {
    const stand = stands[i] as Stand
    const title = section.title.text
    if (title === '不设规则的条文') readUnruled(reading, section, stand, draft)
    else if (title === '等价变异') readEquivalents(reading, section, stand, draft)
    else {
      readArticles(reading, section, stand, draft)
      readInterpretations(reading, section, stand, draft)
    }
    for (const block of section.blocks) readBlock(reading, stand, block, draft, meta.slug)
  })
  return draft
}

/** Facts of the shared vocabulary that this policy mentions, or that what it imports reads. */
function usedShared(meta: Meta, options: CompileOptions, doc: Document) {
  const imported = new Set(
    meta.imports.flatMap(({ slug }) => {
      const facts = options.policyOf(slug)?.facts ?? []
      return facts.filter((fact) => fact.owner !== slug).map((fact) => fact.name)
    }),
  )
  const { text } = doc.file
  return sharedFacts(meta, options.vocabulary).filter(
    ({ name }) => text.includes(name) || imported.has(name),
  )
}

function importedTypes(
  meta: Meta,
  options: CompileOptions,
  doc: Document,
  say: (d: Diagnostic) => void,
): Map<string, Type> {
  const types = new Map<string, Type>()
  for (const { slug, rule } of meta.imports) {
    const policy = options.policyOf(slug)
    const found = policy?.rules.find((other) => other.name === rule)
    if (found) types.set(rule, found.type)
    else {
      const where = { place: doc.front.placeOf('引用'), heading: [] }
      say(diagnose(P053, where, { slug, rule, policy: policy !== undefined }))
    }
  }
  return types
}

/** Kinds that no table declares: parties without facts, and those that only use shared facts. */
function allKinds(draft: Draft, meta: Meta): Policy['kinds'] {
  const kinds = new Map(draft.kinds.map((kind) => [kind.name, kind]))
  const add = (name: string) => {
    if (!kinds.has(name)) kinds.set(name, { name, call: false, matter: false })
  }
  for (const name of Object.keys(meta.kinds)) add(name)
  for (const procedure of draft.procedures) {
    for (const party of procedure.parties) add(party)
    add(procedure.name)
  }
  const rules = new Set(draft.rules.map((rule) => rule.name))
  for (const account of draft.accounts) {
    for (const key of account.keys) if (key !== '年度' && !rules.has(key)) add(key)
  }
  const matters = new Set(draft.procedures.map((procedure) => procedure.name))
  return [...kinds.values()].map((kind) => ({
    ...kind,
    matter: matters.has(kind.name),
    ...(meta.kinds[kind.name] ? { shared: meta.kinds[kind.name] as string } : {}),
  }))
}

function assemble(
  draft: Draft,
  meta: Meta,
  file: SourceFile,
  shared: Policy['facts'],
  imported: ReadonlyMap<string, Type>,
  english: English | null,
): { policy: Policy; typing: Typing } {
  const kinds = allKinds(draft, meta)
  const procedures = draft.procedures.map((procedure) => ({
    ...procedure,
    transfers: draft.transfers
      .filter((table) => table.procedure === procedure.name)
      .flatMap((table) => table.rows),
  }))
  const facts = [...draft.facts, ...shared]
  const typing = typingOf({ ...draft, facts, kinds, procedures, imported })
  const rules = draft.rules.map(
    (rule): Rule => ({ ...rule, type: typing.typeOf(rule.name) ?? { kind: 'any' } }),
  )
  const { transfers: _, ...rest } = draft
  const policy: Policy = {
    meta,
    file: file.path,
    digest: digestOf(file.text),
    ...rest,
    kinds,
    facts,
    rules,
    procedures,
    english,
  }
  return { policy, typing }
}

/** Compiles one policy document. Returns what could be built and everything that is wrong. */
export function compilePolicy(file: SourceFile, options: CompileOptions): Compiled {
  return compileDocument(readDocument(file), options)
}

/** Compiles a document that has been read. Returns what could be built and what is wrong. */
export function compileDocument(doc: Document, options: CompileOptions): Compiled {
  const { file } = doc
  const diagnostics: Diagnostic[] = []
  const say = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic)
  const meta = readMeta(doc, say)
  const reading: Reading = {
    doc,
    names: namesOf(doc, meta, options.vocabulary),
    sources: Object.keys(meta.sources),
    report: say,
  }
  const draft = readSections(reading, meta)
  const front: Stand = { citation: {}, heading: [] }
  draft.measures.push(...readMeasures(reading, front))
  draft.relations.push(...readRelations(reading))
  draft.calls.push(...readCalls(reading, front))
  const shared = usedShared(meta, options, doc)
  const imported = importedTypes(meta, options, doc, say)
  const companion = options.english ? readEnglish(options.english) : null
  const english = companion && {
    ...companion,
    words: { ...options.sharedWords, ...companion.words },
  }
  const { policy, typing } = assemble(draft, meta, file, shared, imported, english)
  runChecks({ policy, draft, doc, typing, report: say, calendar: options.calendar })
  return { policy, diagnostics }
}
