/** A whole set of documents: the shared vocabulary, the calendars, and every policy. */

import { nameSet } from '@huoshui/feel'
import type { Calendar, Diagnostic } from '@huoshui/values'
import { readCalendar } from './calendar-file.ts'
import { checkVersions } from './checks/P054-versions.ts'
import { compileDocument } from './compile.ts'
import { versionOn } from './decide.ts'
import { emptyDraft } from './draft.ts'
import { readWords } from './english.ts'
import { readFacts } from './kinds/facts.ts'
import type { Vocabulary } from './names.ts'
import type { Fact, Policy } from './policy.ts'
import { type Document, readDocument, type SourceFile } from './read.ts'
import { captionOf, type Reading } from './reading.ts'
import type { PolicyOf } from './runs.ts'

export interface Corpus {
  readonly policies: readonly Policy[]
  readonly calendar: Calendar | null
  readonly facts: readonly Fact[]
  /** English words of the shared vocabulary. */
  readonly words: Readonly<Record<string, string>>
  readonly diagnostics: readonly Diagnostic[]
  /** The text of each file, for excerpts. */
  readonly files: ReadonlyMap<string, string>
}

const termsSlug = 'terms/facts'
const isEnglish = (path: string) => path.endsWith('.en.md')
const isPolicy = (path: string) => !/^(?:terms|calendar)\//.test(path) && !isEnglish(path)

/** Reads the shared facts of `terms/facts.md`. */
function readVocabulary(file: SourceFile, report: (d: Diagnostic) => void): Fact[] {
  const doc = readDocument(file)
  const draft = emptyDraft()
  const reading: Reading = { doc, names: nameSet([]), sources: [], report }
  for (const section of doc.sections) {
    for (const block of section.blocks) {
      const caption = block.kind === 'table' ? captionOf(block) : null
      if (block.kind !== 'table' || caption?.prefix !== '事实') continue
      const stand = { citation: {}, heading: section.path }
      readFacts(reading, stand, block, caption, draft, termsSlug)
    }
  }
  return draft.facts
}

/** The slugs that a document imports from. */
function importsOf(doc: Document): string[] {
  const given = doc.front.data.引用
  const list = Array.isArray(given) ? given : []
  return list.map((entry) => String(entry).split('#')[0] as string)
}

/** Imported policies before those that import them; a circle is left in the order of the files. */
function inImportOrder(docs: readonly Document[]): Document[] {
  const bySlug = new Map<string, Document[]>()
  for (const doc of docs) {
    const slug = doc.file.path.replace(/(?:@[^/]*)?\.md$/, '')
    const versions = bySlug.get(slug)
    if (versions) versions.push(doc)
    else bySlug.set(slug, [doc])
  }
  const ordered: Document[] = []
  const visited = new Set<Document>()
  const visit = (doc: Document) => {
    if (visited.has(doc)) return
    visited.add(doc)
    for (const slug of importsOf(doc)) for (const other of bySlug.get(slug) ?? []) visit(other)
    ordered.push(doc)
  }
  for (const doc of docs) visit(doc)
  return ordered
}

/**
 * Compiles a set of documents.
 *
 * @param files every file below `policies/`, with paths relative to it
 * @returns whatever could be built, and everything that is wrong, in the order of the files
 */
export function compileCorpus(files: readonly SourceFile[]): Corpus {
  const diagnostics: Diagnostic[] = []
  const say = (diagnostic: Diagnostic) => void diagnostics.push(diagnostic)
  const byPath = new Map(files.map((file) => [file.path, file]))
  const terms = byPath.get(`${termsSlug}.md`)
  const facts = terms ? readVocabulary(terms, say) : []
  const vocabulary: Vocabulary = { facts }
  const english = byPath.get(`${termsSlug}.en.md`)
  const words = english ? readWords(readDocument(english).sections) : {}
  const calendars = files.filter((file) => file.path.startsWith('calendar/'))
  const calendar = calendars.length > 0 ? readCalendar(calendars, say) : null
  const policies: Policy[] = []
  const docs = files.filter((one) => isPolicy(one.path)).map(readDocument)
  for (const doc of inImportOrder(docs)) {
    const companion = byPath.get(doc.file.path.replace(/\.md$/, '.en.md'))
    const compiled = compileDocument(doc, {
      ...(companion ? { english: companion } : {}),
      vocabulary,
      sharedWords: words,
      policyOf: (slug) => policies.filter((one) => one.meta.slug === slug).at(-1),
      calendar,
    })
    policies.push(compiled.policy)
    diagnostics.push(...compiled.diagnostics)
  }
  policies.sort((a, b) => (a.file < b.file ? -1 : 1))
  diagnostics.push(...checkVersions(policies))
  const texts = new Map(files.map((file) => [file.path, file.text]))
  return { policies, calendar, facts, words, diagnostics, files: texts }
}

/** Finds the policy that an import means: the version in force on the day, else the last. */
export function policyFinder(policies: readonly Policy[]): PolicyOf {
  return (slug, day) => {
    const inForce = day === undefined ? null : versionOn(policies, slug, day)
    return inForce ?? policies.filter((policy) => policy.meta.slug === slug).at(-1)
  }
}
