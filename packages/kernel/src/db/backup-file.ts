import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Text } from '@huoshui/values'

/**
 * The form of a backup: gzipped lines of JSON, the same from either database, readable by hand.
 *
 *     {"huoshui":"backup","format":1,"migration":1}
 *     {"table":"account","columns":["tenant","balance"]}
 *     ["110108","500"]                      each value as PostgreSQL prints it, or null
 *     {"end":{"migration":1,"tables":{"account":{"rows":1,"sha256":"…"}}}}
 */

/** What a backup holds; its last line. */
export interface Manifest {
  /** The number of the last migration that its tables come from. */
  readonly migration: number
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly sha256: string }>>
}

/** A row as a backup writes it. */
export type TextRow = readonly (string | null)[]

export interface TableHead {
  readonly table: string
  readonly columns: readonly string[]
}

export interface BackupOptions {
  /** Called as work goes on, a few thousand rows at a time. */
  readonly progress?:
    | ((done: { readonly table: string; readonly rows: number }) => void)
    | undefined
  /** Stops the work; nothing of it is left. */
  readonly signal?: AbortSignal | undefined
}

/** A backup can't be taken or used, and nothing was changed; says what to do. */
export class BackupError extends Error {
  readonly text: Text
  constructor(text: Text) {
    super(`${text.zh}\n${text.en}`)
    this.name = 'BackupError'
    this.text = text
  }
}

/** Counts a table's rows and digests its lines, the same in writing and in reading. */
export class Tally {
  #rows = 0
  readonly #hash: Hash = createHash('sha256')

  add(line: string): void {
    this.#rows++
    this.#hash.update(line).update('\n')
  }

  end(): { rows: number; sha256: string } {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') }
  }
}

/** What stands in a backup, in order. */
export type Part =
  | { readonly kind: 'head'; readonly migration: number }
  | ({ readonly kind: 'table' } & TableHead)
  | { readonly kind: 'row'; readonly line: string }
  | { readonly kind: 'end'; readonly manifest: Manifest }

/** Reads a backup in bounded memory. Throws a `BackupError` where it is cut off or damaged. */
export async function* readParts(file: string, signal?: AbortSignal): AsyncGenerator<Part> {
  let first = true
  for await (const line of linesOf(file, signal)) {
    if (line.startsWith('[')) yield { kind: 'row', line }
    else yield controlPart(line, first)
    first = false
  }
}

function controlPart(line: string, first: boolean): Part {
  const found = parsed(line)
  if (first) {
    if (found.huoshui !== 'backup' || typeof found.migration !== 'number') throw notBackup()
    if (found.format !== 1) throw newerFormat()
    return { kind: 'head', migration: found.migration }
  }
  if (typeof found.table === 'string' && Array.isArray(found.columns)) {
    return { kind: 'table', table: found.table, columns: found.columns as string[] }
  }
  if (typeof found.end === 'object') return { kind: 'end', manifest: found.end as Manifest }
  throw damaged(null)
}

/** Reads all of a backup and compares it with its manifest, which is answered. */
export async function verifyBackup(file: string, options: BackupOptions = {}): Promise<Manifest> {
  const found: Record<string, { rows: number; sha256: string }> = {}
  let current: { table: string; tally: Tally } | null = null
  let migration: number | null = null
  let manifest: Manifest | null = null
  const endTable = () => {
    if (current) found[current.table] = current.tally.end()
    current = null
  }
  for await (const part of readParts(file, options.signal)) {
    if (manifest) throw damaged(null)
    switch (part.kind) {
      case 'head':
        migration = part.migration
        break
      case 'table':
        endTable()
        if (part.table in found) throw damaged(part.table)
        current = { table: part.table, tally: new Tally() }
        options.progress?.({ table: part.table, rows: 0 })
        break
      case 'row':
        if (!current) throw damaged(null)
        current.tally.add(part.line)
        break
      case 'end':
        endTable()
        manifest = part.manifest
    }
  }
  if (!manifest || migration === null) throw cutOff()
  compare(found, manifest, migration)
  return manifest
}

function compare(found: Manifest['tables'], manifest: Manifest, migration: number): void {
  if (manifest.migration !== migration) throw damaged(null)
  const names = new Set([...Object.keys(found), ...Object.keys(manifest.tables)])
  for (const name of names) {
    const [here, there] = [found[name], manifest.tables[name]]
    if (here?.rows !== there?.rows || here?.sha256 !== there?.sha256) throw damaged(name)
  }
}

async function* linesOf(file: string, signal?: AbortSignal): AsyncGenerator<string> {
  const gunzip = createGunzip()
  // Its error comes out of reading `gunzip` as well, where it is dealt with.
  const options = signal ? { signal } : {}
  const flow = pipeline(createReadStream(file), gunzip, options).catch(() => {})
  let rest: Buffer[] = []
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        rest.push(chunk.subarray(from, at))
        yield Buffer.concat(rest).toString('utf8')
        rest = []
        from = at + 1
      }
      rest.push(chunk.subarray(from))
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw readingError(error)
  } finally {
    gunzip.destroy()
    await flow
  }
  if (rest.some((one) => one.length > 0)) throw cutOff()
}

function parsed(line: string): Record<string, unknown> {
  try {
    const found = JSON.parse(line)
    if (typeof found === 'object' && found !== null) return found
  } catch {
    // Said below, in words that help.
  }
  throw damaged(null)
}

function readingError(error: unknown): unknown {
  const { code } = error as { code?: string }
  if (code === 'Z_BUF_ERROR') return cutOff()
  if (code === 'Z_DATA_ERROR') return damaged(null)
  return error
}

function notBackup(): BackupError {
  return new BackupError({
    zh: '这个文件不是活水的备份。换一个由“备份”生成的文件。',
    en: 'This file is not a backup of Huoshui. Choose one that a backup made.',
  })
}

function newerFormat(): BackupError {
  return new BackupError({
    zh: '这个备份由更新版本的程序生成。用那个版本的程序来还原。',
    en: 'This backup was made by a newer program. Restore it with that one.',
  })
}

function cutOff(): BackupError {
  return new BackupError({
    zh: '备份文件不完整，后面一段缺失。重新复制该文件，或改用另一份备份。',
    en: 'The backup is cut off: its end is missing. Copy it again, or use another one.',
  })
}

function damaged(table: string | null): BackupError {
  return new BackupError({
    zh: `备份文件与其清单不符${table ? `（表 ${table}）` : ''}，内容被改动或损坏。改用另一份备份。`,
    en: `The backup differs from its manifest${table ? ` (table ${table})` : ''}: it was changed or damaged. Use another one.`,
  })
}
