import { expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { exportLog } from './export.ts'
import { tilesIn } from './files.ts'
import { appendEntries, emptyFrontier } from './frontier.ts'
import { type HashName, leafHash } from './hash.ts'
import { generateSigner } from './keys.ts'
import { verifyInclusion } from './merkle.ts'
import { proveInclusion } from './prove.ts'
import { unpackBundle } from './tiles.ts'

const log = generateSigner('示例日志', 'ed25519')
const entriesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => Buffer.from(`条目 ${i}`))

function checkpointOf(entries: readonly Uint8Array[], hash: HashName = 'sha256') {
  const { root } = appendEntries(emptyFrontier(hash), entries)
  const checkpoint = { origin: '示例日志', size: entries.length, root, hash, extensions: [] }
  return { root, note: signCheckpoint(checkpoint, [log]) }
}

function newFolder() {
  const files = new Map<string, Uint8Array>()
  return {
    files,
    write: (path: string, bytes: Uint8Array) => void files.set(path, bytes),
    read: (path: string) => files.get(path) ?? null,
  }
}

test('the folder has the layout of the specification, and the checkpoint comes last', async () => {
  const folder = newFolder()
  const entries = entriesOf(600)
  const { note } = checkpointOf(entries)
  expect(await exportLog({ checkpoint: note, entries, files: folder })).toEqual({
    ok: true,
    value: 600,
  })
  expect([...folder.files.keys()]).toEqual([
    'tile/entries/000',
    'tile/0/000',
    'tile/entries/001',
    'tile/0/001',
    'tile/entries/002.p/88',
    'tile/0/002.p/88',
    'tile/1/000.p/2',
    'checkpoint',
  ])
  const bundle = unpackBundle(folder.read('tile/entries/002.p/88') as Uint8Array)
  expect(bundle?.map((entry) => Buffer.from(entry).toString()).at(-1)).toBe('条目 599')
  expect(Buffer.from(folder.read('checkpoint') as Uint8Array).toString()).toBe(note)
})

test('a log that goes on while it is exported is exported as of its checkpoint', async () => {
  let closed = false
  async function* growing() {
    try {
      for (let i = 0; ; i++) yield Buffer.from(`条目 ${i}`)
    } finally {
      closed = true
    }
  }
  const { note } = checkpointOf(entriesOf(256))
  const folder = newFolder()
  const outcome = await exportLog({ checkpoint: note, entries: growing(), files: folder })
  expect(outcome.ok).toBe(true)
  expect(closed).toBe(true)
  expect([...folder.files.keys()]).toEqual([
    'tile/entries/000',
    'tile/0/000',
    'tile/1/000.p/1',
    'checkpoint',
  ])
})

test('an empty log exports as its checkpoint', async () => {
  const folder = newFolder()
  const outcome = await exportLog({
    checkpoint: checkpointOf([]).note,
    entries: entriesOf(3),
    files: folder,
  })
  expect(outcome.ok).toBe(true)
  expect([...folder.files.keys()]).toEqual(['checkpoint'])
})

test('without all the entries, or with others, no checkpoint is written', async () => {
  const entries = entriesOf(300)
  const { note } = checkpointOf(entries)
  const wrong = entries.with(7, Buffer.from('别的'))
  for (const [given, words] of [
    [entries.slice(0, 299), '只读到 299 条'],
    [wrong, '根与检查点不同'],
  ] as const) {
    const folder = newFolder()
    const outcome = await exportLog({ checkpoint: note, entries: given, files: folder })
    expect(outcome.ok ? '' : outcome.reason.zh).toContain(words)
    expect(folder.files.has('checkpoint')).toBe(false)
  }
  const outcome = await exportLog({ checkpoint: '没有', entries, files: newFolder() })
  expect(outcome.ok).toBe(false)
})

test('progress is told in between and at the end; an abort stops the work', async () => {
  const entries = entriesOf(2000)
  const { note } = checkpointOf(entries)
  const told: number[] = []
  const progress = (done: number, total: number) => void told.push(done / total)
  await exportLog({
    checkpoint: note,
    entries,
    files: newFolder(),
    watch: { progress, every: 500 },
  })
  expect(told).toEqual([512 / 2000, 1024 / 2000, 1536 / 2000, 1])

  const stop = new AbortController()
  const folder = newFolder()
  const watch = { signal: stop.signal, every: 500, progress: () => stop.abort(new Error('停')) }
  await expect(exportLog({ checkpoint: note, entries, files: folder, watch })).rejects.toThrow('停')
  expect(folder.files.has('checkpoint')).toBe(false)
  expect(folder.files.has('tile/entries/002')).toBe(false)
})

test('proofs can be made from an exported folder', async () => {
  const folder = newFolder()
  const entries = entriesOf(1000)
  const { note, root } = checkpointOf(entries, 'sm3')
  await exportLog({ checkpoint: note, entries, files: folder })
  const source = tilesIn(folder, 1000)
  const proof = await proveInclusion({ hash: 'sm3', source, size: 1000 }, 700)
  const leaf = leafHash('sm3', entries[700] as Uint8Array)
  expect(verifyInclusion('sm3', { index: 700, size: 1000, leaf, root }, proof)).toBe(true)
  // An older, smaller tree is in the same tiles.
  const older = await proveInclusion({ hash: 'sm3', source, size: 500 }, 300)
  const before = appendEntries(emptyFrontier('sm3'), entries.slice(0, 500)).root
  const claim = { index: 300, size: 500, leaf: leafHash('sm3', entries[300] as Uint8Array) }
  expect(verifyInclusion('sm3', { ...claim, root: before }, older)).toBe(true)
  folder.files.delete('tile/0/001')
  await expect(proveInclusion({ hash: 'sm3', source, size: 500 }, 300)).rejects.toThrow(
    'tile/0/001 is missing',
  )
})
