/** Texts made ready to be installed: which policies, calendars and calls they bring. */
import { createHash } from 'node:crypto'
import type { Value } from '@huoshui/feel'
import {
  type Call,
  compileCorpus,
  evaluation,
  indexOf,
  type Policy,
  type SourceFile,
} from '@huoshui/policy'
import type { Diagnostic } from '@huoshui/values'
import { toJson } from './codec.ts'
import { bulkInsert } from './db/bulk.ts'
import type { Session } from './db/database.ts'
import type { FactRow, PolicyRow, SubjectRow } from './entry.ts'
import { bytesOf } from './hex.ts'
import { kindName, ownerOf } from './known.ts'
import { tenantOf } from './loaded.ts'

export interface Installation {
  readonly policies: readonly PolicyRow[]
  readonly calendars: readonly { readonly year: number; readonly digest: string }[]
  /** Calls that the documents' front matter publishes, with what they set. */
  readonly subjects: readonly SubjectRow[]
  readonly facts: readonly FactRow[]
  readonly sources: readonly {
    readonly digest: string
    readonly path: string
    readonly text: string
  }[]
}

export const textDigest = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * Compiles texts and says what installing them brings.
 *
 * @param files every text below a folder of policies: documents, vocabulary, calendars
 * @param makeId ids for the calls that the documents publish
 * @returns what to record, or the errors that stand in the way: nothing with one is installed
 */
export function installationOf(
  files: readonly SourceFile[],
  makeId: () => string,
):
  | { readonly ok: true; readonly installation: Installation }
  | { readonly ok: false; readonly errors: readonly Diagnostic[] } {
  const corpus = compileCorpus(files)
  const errors = corpus.diagnostics.filter((one) => one.severity === 'error')
  if (errors.length > 0) return { ok: false, errors }
  const byPath = new Map(files.map((file) => [file.path, file]))
  const subjects: SubjectRow[] = []
  const facts: FactRow[] = []
  for (const policy of corpus.policies) {
    for (const call of policy.calls) {
      const subject = callSubject(policy, call, makeId())
      subjects.push(subject)
      facts.push(...callFacts(policy, call, subject))
    }
  }
  const calendars = files.flatMap((file) => {
    const year = /^calendar\/(\d{4})\.md$/.exec(file.path)?.[1]
    return year ? [{ year: Number(year), digest: textDigest(file.text) }] : []
  })
  return {
    ok: true,
    installation: {
      policies: corpus.policies.map((policy) => rowOf(policy, corpus.policies, byPath)),
      calendars,
      subjects,
      facts,
      sources: files.map(({ path, text }) => ({ digest: textDigest(text), path, text })),
    },
  }
}

function rowOf(
  policy: Policy,
  all: readonly Policy[],
  byPath: ReadonlyMap<string, SourceFile>,
): PolicyRow {
  const { slug, version, title, effectiveFrom, effectiveTo } = policy.meta
  const files: { [path: string]: string } = {}
  for (const path of textsOf(policy, all)) {
    const file = byPath.get(path)
    if (file) files[path] = textDigest(file.text)
  }
  return {
    tenant: tenantOf(policy),
    slug,
    digest: policy.digest,
    version,
    title,
    from: effectiveFrom,
    to: effectiveTo,
    files,
  }
}

/** The texts that a policy is compiled from: its own, the vocabulary, and what it imports. */
function textsOf(policy: Policy, all: readonly Policy[]): Set<string> {
  const paths = new Set(['terms/facts.md', 'terms/facts.en.md'])
  const add = (one: Policy) => {
    if (paths.has(one.file)) return
    paths.add(one.file)
    paths.add(one.file.replace(/\.md$/, '.en.md'))
    for (const { slug } of one.meta.imports) {
      for (const other of all) if (other.meta.slug === slug) add(other)
    }
  }
  add(policy)
  return paths
}

function callSubject(policy: Policy, call: Call, id: string): SubjectRow {
  return {
    id,
    kind: kindName(policy, call.kind),
    name: call.name,
    openFrom: call.from,
    openTo: call.to,
  }
}

function callFacts(policy: Policy, call: Call, subject: SubjectRow): FactRow[] {
  const open = evaluation({ policy, day: call.from, facts: new Map<string, Value>() })
  return call.values.flatMap(({ fact: name, value }): FactRow[] => {
    const fact = indexOf(policy).facts.get(name)
    if (!fact) return []
    return [
      {
        subject: subject.id,
        owner: ownerOf(fact),
        name: fact.name,
        value: toJson(open.run(value).value),
        evidence: '通知',
        source: call.citation,
        from: call.from,
      },
    ]
  })
}

/** Stores texts by their digests; one that is there already is the same text. */
export async function storeSources(tx: Session, sources: Installation['sources']): Promise<void> {
  await bulkInsert(
    tx,
    'source',
    [
      { name: 'digest', type: 'bytea' },
      { name: 'path', type: 'text' },
      { name: 'text', type: 'text' },
    ],
    sources.map((one) => [bytesOf(one.digest), one.path, one.text]),
    'on conflict (digest) do nothing',
  )
}
