import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from './checkpoint.ts'
import { exportLog } from './export.ts'
import type { FileSource } from './files.ts'
import { appendEntries, emptyFrontier } from './frontier.ts'
import { type HashName, leafHash } from './hash.ts'
import { generateSigner } from './keys.ts'
import { toBase64 } from './outcome.ts'
import { packBundle, unpackBundle } from './tiles.ts'
import { verifyExport } from './verify.ts'

const log = generateSigner('示例日志', 'ed25519')
const verifiers = [log.verifier]
const size = 66_000
const smallSize = 1_100
const entries = Array.from({ length: size }, (_, i) => Buffer.from(`条目 ${i}`))

type Folder = Map<string, Uint8Array>
const filesOf = (folder: Folder): FileSource => ({ read: (path) => folder.get(path) ?? null })

function noteOf(list: readonly Uint8Array[], hash: HashName = 'sha256', origin = '示例日志') {
  const { root } = appendEntries(emptyFrontier(hash), list)
  const signer = origin === '示例日志' ? log : generateSigner(origin, 'ed25519')
  const checkpoint = { origin, size: list.length, root, hash, extensions: [] }
  return { root, note: signCheckpoint(checkpoint, [signer]), verifier: signer.verifier }
}

async function exported(list: readonly Uint8Array[], hash: HashName = 'sha256'): Promise<Folder> {
  const folder: Folder = new Map()
  const files = { write: (path: string, bytes: Uint8Array) => void folder.set(path, bytes) }
  const outcome = await exportLog({ checkpoint: noteOf(list, hash).note, entries: list, files })
  expect(outcome.ok).toBe(true)
  return folder
}

/** 66,000 entries, which is three levels of tiles; and 1,100, which is two and quicker. */
let large: Folder
let small: Folder
beforeAll(async () => {
  large = await exported(entries)
  small = await exported(entries.slice(0, smallSize))
})

/** The original with one file changed; null takes it away. */
function changed(
  path: string,
  change: (bytes: Uint8Array) => Uint8Array | null,
  original = small,
): Folder {
  const bytes = original.get(path)
  if (bytes === undefined) throw new Error(`no ${path}`)
  const folder = new Map(original)
  const next = change(new Uint8Array(bytes))
  if (next === null) folder.delete(path)
  else folder.set(path, next)
  return folder
}

function flip(at: number) {
  return (bytes: Uint8Array) => {
    bytes[at] = (bytes[at] as number) ^ 1
    return bytes
  }
}

const verify = (folder: Folder, earlier?: string) =>
  verifyExport({ files: filesOf(folder), verifiers, ...(earlier === undefined ? {} : { earlier }) })

/** Faults in short: kind, file, entry. */
async function faultsIn(folder: Folder, earlier?: string) {
  const report = await verify(folder, earlier)
  expect(report.ok).toBe(report.count === 0)
  return report.faults.map(({ kind, path, index }) => `${kind} ${path} ${index}`)
}

test('an export that nobody touched is in order', async () => {
  const told: number[] = []
  const watch = { every: 30_000, progress: (done: number) => void told.push(done) }
  const report = await verifyExport({ files: filesOf(large), verifiers, watch })
  expect(report).toMatchObject({ ok: true, entries: size, faults: [], count: 0 })
  expect(report.checkpoint?.size).toBe(size)
  expect(told).toEqual([30_208, 60_160, 66_000])
})

test.each(['sha256', 'sm3'] as const)(
  'small logs of %s are in order at every border',
  async (hash) => {
    for (const count of [0, 1, 255, 256, 257, 512, 700]) {
      const folder = await exported(entries.slice(0, count), hash)
      expect(await faultsIn(folder), `${count}`).toEqual([])
    }
  },
)

describe('what was changed is found', () => {
  test('an entry: the signed root says that it is the entry, not the tile', async () => {
    const forge = (bytes: Uint8Array) => {
      const list = unpackBundle(bytes) as Uint8Array[]
      return packBundle(list.with(3, Buffer.from('伪造')))
    }
    const report = await verify(changed('tile/entries/003', forge))
    expect(report.count).toBe(1)
    const [fault] = report.faults
    expect(fault).toMatchObject({ kind: 'entry', path: 'tile/entries/003', index: 771 })
    expect(fault?.expected).toBe(toBase64(leafHash('sha256', entries[771] as Uint8Array)))
    expect(fault?.found).toBe(toBase64(leafHash('sha256', Buffer.from('伪造'))))
    expect(fault?.text.zh).toContain('第 771 号条目被改动过')
    expect(fault?.text.en).toContain('Entry 771 was changed')
  })

  test('entries at both ends', async () => {
    expect(await faultsIn(changed('tile/entries/000', flip(3)))).toEqual([
      'entry tile/entries/000 0',
    ])
    expect(await faultsIn(changed('tile/entries/004.p/76', flip(3)))).toEqual([
      'entry tile/entries/004.p/76 1024',
    ])
  })

  test('a hash in a tile of any level: the entries still come to the signed root', async () => {
    expect(await faultsIn(changed('tile/0/002', flip(33)))).toEqual(['tile tile/0/002 513'])
    expect(await faultsIn(changed('tile/0/004.p/76', flip(0)))).toEqual([
      'tile tile/0/004.p/76 1024',
    ])
    expect(await faultsIn(changed('tile/1/000.p/4', flip(64)))).toEqual(['tile tile/1/000.p/4 512'])
    const report = await verify(changed('tile/2/000.p/1', flip(0), large))
    expect(report.count).toBe(1)
    expect(report.faults[0]?.text.zh).toContain('第 0 至 65535 号条目')
  })

  test('an entry and its leaf hash together: the tiles above tell where', async () => {
    const folder = changed('tile/entries/009', flip(2 + 5), large)
    const [entry] = unpackBundle(folder.get('tile/entries/009') as Uint8Array) as [Uint8Array]
    const tile = new Uint8Array(folder.get('tile/0/009') as Uint8Array)
    tile.set(leafHash('sha256', entry))
    folder.set('tile/0/009', tile)
    expect(await faultsIn(folder)).toEqual([
      'tile tile/1/000 2304',
      'tile tile/2/000.p/1 0',
      'root checkpoint 0',
    ])
  })

  test('a log that was computed again as a whole does not come to the signed root', async () => {
    const folder = await exported(entries.slice(0, 300).with(9, Buffer.from('伪造')))
    folder.set('checkpoint', Buffer.from(noteOf(entries.slice(0, 300)).note))
    expect(await faultsIn(folder)).toEqual(['root checkpoint 0'])
  })

  test('an entry and a tile elsewhere: neither tree is the signed one, both are told', async () => {
    const folder = changed('tile/entries/001', flip(3))
    folder.set('tile/0/002', flip(0)(new Uint8Array(small.get('tile/0/002') as Uint8Array)))
    const report = await verify(folder)
    expect(report.faults.map(({ kind, index }) => `${kind} ${index}`)).toEqual([
      'tile 256',
      'tile 512',
      'tile 256',
      'root 0',
    ])
  })
})

describe('files that are missing or cut', () => {
  test('an entry bundle or a tile: the rest is still verified', async () => {
    expect(await faultsIn(changed('tile/entries/001', () => null))).toEqual([
      'missing tile/entries/001 256',
    ])
    expect(await faultsIn(changed('tile/0/001', () => null))).toEqual(['missing tile/0/001 256'])
    expect(await faultsIn(changed('tile/1/000.p/4', () => null))).toEqual([
      'missing tile/1/000.p/4 0',
    ])
    expect(await faultsIn(changed('tile/0/001', (bytes) => bytes.subarray(1)))).toEqual([
      'malformed tile/0/001 256',
    ])
    const cut = changed('tile/entries/001', (bytes) => bytes.subarray(0, -1))
    expect(await faultsIn(cut)).toEqual(['malformed tile/entries/001 256'])
  })

  test('both at one place: it stops there and says how far it came', async () => {
    const folder = changed('tile/entries/001', () => null)
    folder.delete('tile/0/001')
    const report = await verify(folder)
    expect(report).toMatchObject({ ok: false, entries: 256, count: 2 })
  })

  test('a bundle with an entry too many or too few', async () => {
    const fewer = (bytes: Uint8Array) => packBundle((unpackBundle(bytes) ?? []).slice(1))
    const report = await verify(changed('tile/entries/001', fewer))
    expect(report.faults[0]).toMatchObject({ kind: 'malformed', found: '255' })
    expect(report.faults[0]?.text.zh).toContain('应有 256 条，读出 255 条')
  })

  test('faults are counted, and only the first hundred kept', async () => {
    const spoil = (bytes: Uint8Array) =>
      packBundle((unpackBundle(bytes) ?? []).map(() => Buffer.from('x')))
    const report = await verify(changed('tile/entries/000', spoil))
    expect(report.count).toBe(256)
    expect(report.faults.length).toBe(100)
    expect(report.faults.every(({ kind }) => kind === 'entry')).toBe(true)
  })
})

describe('checkpoints', () => {
  test('missing, or by a key we don’t trust: nothing else is said', async () => {
    expect(await faultsIn(changed('checkpoint', () => null))).toEqual(['checkpoint checkpoint 0'])
    const { verifier } = noteOf([], 'sha256', '另一日志')
    const report = await verifyExport({ files: filesOf(small), verifiers: [verifier] })
    expect(report).toMatchObject({ ok: false, checkpoint: null, entries: 0, count: 1 })
    expect(await faultsIn(changed('checkpoint', flip(14)))).toEqual(['checkpoint checkpoint 0'])
  })

  test('the log continues any earlier checkpoint of its own', async () => {
    for (const older of [0, 1, 255, 256, 300, smallSize]) {
      expect(await faultsIn(small, noteOf(entries.slice(0, older)).note)).toEqual([])
    }
  })

  test('a rewritten log does not continue the checkpoint from before', async () => {
    const rewritten = entries.slice(0, 300).with(9, Buffer.from('伪造'))
    const report = await verify(small, noteOf(rewritten).note)
    expect(report.faults[0]).toMatchObject({ kind: 'earlier', index: 300 })
    expect(report.faults[0]?.text.zh).toContain('日志没有延续它')
  })

  test('an earlier checkpoint of another log, or a later one, is told apart', async () => {
    const short = await exported(entries.slice(0, 300))
    expect(await faultsIn(short, noteOf(entries.slice(0, 301)).note)).toEqual([
      'earlier checkpoint 0',
    ])
    const sm3 = noteOf(entries.slice(0, 200), 'sm3')
    expect(await faultsIn(short, sm3.note)).toEqual(['earlier checkpoint 0'])
    const other = noteOf(entries.slice(0, 200), 'sha256', '另一日志')
    const report = await verifyExport({
      files: filesOf(short),
      verifiers: [...verifiers, other.verifier],
      earlier: other.note,
    })
    expect(report.faults[0]?.text.zh).toContain('换用同一份日志的检查点')
  })
})

test('an abort is heard while hashing goes on', async () => {
  const stop = new AbortController()
  setTimeout(() => stop.abort(new Error('停')), 1)
  const watch = { every: 256, signal: stop.signal }
  await expect(verifyExport({ files: filesOf(large), verifiers, watch })).rejects.toThrow('停')
})
