/** Policies and other files from disk. */
import { closeSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Corpus, compileCorpus, type Policy, type SourceFile } from '@huoshui/policy'
import { type Calendar, type Diagnostic, nearest } from '@huoshui/values'
import { misuse, unreadable } from './exit.ts'

/** A directory of policies and what is in it. */
export interface Library {
  readonly root: string
  readonly files: readonly SourceFile[]
  readonly corpus: Corpus
}

const isDirectory = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory()

/** `--policies`, else `policies/` here or above, else those of this project. */
export function policiesRoot(cwd: string, given: string | undefined): string {
  if (given !== undefined) {
    const root = resolve(cwd, given)
    if (isDirectory(root)) return root
    throw unreadable((t) => t.noDirectory(given))
  }
  for (let here = resolve(cwd); ; here = dirname(here)) {
    const root = join(here, 'policies')
    if (isDirectory(root)) return root
    if (dirname(here) === here) break
  }
  return fileURLToPath(new URL('../../../policies', import.meta.url))
}

/** The system's word for why a file could not be read or written: ENOENT and the like. */
export const causeOf = (error: unknown): string =>
  String((error as { code?: unknown } | null)?.code ?? '')

/** Reads a file whole. */
export function readBytes(cwd: string, path: string): Uint8Array {
  try {
    return readFileSync(resolve(cwd, path))
  } catch (error) {
    throw unreadable((t) => t.cannotRead(path, causeOf(error)))
  }
}

/** Sees that a file can be read, before anything else is done for it. */
export function readable(cwd: string, path: string): void {
  try {
    closeSync(openSync(resolve(cwd, path), 'r'))
  } catch (error) {
    throw unreadable((t) => t.cannotRead(path, causeOf(error)))
  }
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable((t) => t.notUtf8(path))
  }
}

/** Reads a text file whole. */
export const readText = (cwd: string, path: string): string => textOf(readBytes(cwd, path), path)

/** Every Markdown file below a directory, in the order of their paths. */
export function readFiles(root: string): SourceFile[] {
  let names: string[]
  try {
    names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  } catch (error) {
    throw unreadable((t) => t.cannotRead(root, causeOf(error)))
  }
  const paths = names
    .map((name) => name.split(sep).join('/'))
    .filter((name) => name.endsWith('.md') && !/(?:^|\/)(?:\.|node_modules\/)/.test(name))
    .sort()
  return paths.map((path) => ({ path, text: textOf(readBytes(root, path), path) }))
}

/** Reads and compiles a directory of policies. */
export function loadLibrary(root: string): Library {
  const files = readFiles(root)
  if (files.length === 0) {
    throw unreadable((t) => t.noPolicies(root))
  }
  return { root, files, corpus: compileCorpus(files) }
}

/** The calendar; without one no day can be counted. */
export function calendarOf(library: Library): Calendar {
  const { calendar } = library.corpus
  if (calendar) return calendar
  throw unreadable((t) => t.noCalendar(library.root))
}

/** How a file of the library is called from here. */
export function pathFrom(cwd: string, library: Pick<Library, 'root'>, file: string): string {
  const path = relative(cwd, join(library.root, file)).split(sep).join('/')
  return path.startsWith('../../../') ? join(library.root, file) : path
}

/** The diagnostic with paths as they are seen from here. */
export function placedFrom(cwd: string, library: Library, one: Diagnostic): Diagnostic {
  const move = <T extends { readonly file: string }>(place: T): T => ({
    ...place,
    file: pathFrom(cwd, library, place.file),
  })
  return {
    ...one,
    place: move(one.place),
    notes: one.notes.map((note) => (note.place ? { ...note, place: move(note.place) } : note)),
  }
}

/** The files of the library that paths on the command line mean; all without any. */
export function filesMeant(cwd: string, library: Library, paths: readonly string[]): SourceFile[] {
  if (paths.length === 0) return [...library.files]
  const found = new Set<SourceFile>()
  for (const path of paths) {
    const inside = relative(library.root, resolve(cwd, path)).split(sep).join('/')
    const meant = library.files.filter(
      (file) => inside === '' || file.path === inside || file.path.startsWith(`${inside}/`),
    )
    const named = meant.length > 0 ? meant : bySlug(library, path)
    if (named.length === 0) throw notInside(library, path)
    for (const file of named) found.add(file)
  }
  return library.files.filter((file) => found.has(file))
}

const bySlug = (library: Library, slug: string) =>
  library.files.filter((file) => file.path === `${slug}.md` || file.path === `${slug}.en.md`)

function notInside(library: Library, path: string): Error {
  const near = nearest(path, [
    ...library.files.map((file) => file.path),
    ...library.files.map((file) => file.path.replace(/\.md$/, '')),
  ])
  return unreadable((t) => t.notInside(library.root, path, near))
}

const nameOf = (policy: Policy) =>
  policy.meta.version ? `${policy.meta.slug}@${policy.meta.version}` : policy.meta.slug

/** The policy that a slug, `slug@version`, file or last part of a slug means. */
export function policyMeant(cwd: string, library: Library, word: string): Policy {
  const { policies } = library.corpus
  const inside = relative(library.root, resolve(cwd, word)).split(sep).join('/')
  const exact = policies.filter((one) => [nameOf(one), `${nameOf(one)}.md`].includes(word))
  const byFile = policies.filter((one) => one.file === inside)
  const byTail = policies.filter((one) => nameOf(one).endsWith(`/${word}`))
  const found = [exact, byFile, byTail].find((list) => list.length > 0) ?? []
  if (found.length === 1 && found[0]) return found[0]
  const names = policies.map(nameOf)
  if (found.length > 1) throw misuse((t) => t.severalPolicies(word, found.map(nameOf)))
  const near = nearest(word, [...names, ...names.map((name) => name.split('/').at(-1) as string)])
  throw misuse((t) => t.noPolicy(word, near, names))
}

/** The source of a policy, and of its English companion when there is one. */
export function sourcesOf(library: Library, policy: Policy): readonly [SourceFile, SourceFile?] {
  const find = (path: string) => library.files.find((file) => file.path === path)
  const source = find(policy.file) as SourceFile
  const english = find(policy.file.replace(/\.md$/, '.en.md'))
  return english ? [source, english] : [source]
}
