import { type Checkpoint, type OpenCheckpoint, openCheckpoint } from './checkpoint.ts'
import { partialTiles } from './export.ts'
import {
  add,
  earlierFault,
  entryFault,
  type Fault,
  type Faults,
  malformedFault,
  missingFault,
  rootFault,
  tileFault,
} from './faults.ts'
import { type FileSource, pace, type Watch } from './files.ts'
import { append, emptyFrontier, type Frontier, rootOf } from './frontier.ts'
import { emptyRoot, hashSize, leafHash, sameBytes } from './hash.ts'
import type { Verifier } from './keys.ts'
import { fail, type Outcome, toBase64 } from './outcome.ts'
import {
  bundlePath,
  hashesOf,
  type Tile,
  tilePath,
  tileWidth,
  unpackBundle,
  widthIn,
} from './tiles.ts'

/** What is verified, and against what. */
export interface VerifyInput {
  readonly files: FileSource
  /** The public keys one trusts, got from somewhere else than the export. */
  readonly verifiers: readonly Verifier[]
  /** The note of an earlier checkpoint that the log must continue. */
  readonly earlier?: string
  readonly watch?: Watch
}

/** What verifying came to. */
export interface VerifyReport {
  /** Whether everything was read and agrees. */
  readonly ok: boolean
  /** The checkpoint, if it is one that we trust. */
  readonly checkpoint: Checkpoint | null
  /** Entries that were read; fewer than the checkpoint has if the work could not go on. */
  readonly entries: number
  /** The first hundred faults. */
  readonly faults: readonly Fault[]
  /** How many faults there are. */
  readonly count: number
}

/**
 * Verifies an exported log offline: hashes every entry, compares every tile, and the root with the
 * signed checkpoint. Time is linear; memory holds one bundle. Faults are values; it throws only
 * what the files throw, and the reason of an abort.
 */
export async function verifyExport(input: VerifyInput): Promise<VerifyReport> {
  const opened = await openIn(input.files, input.verifiers)
  if (!opened.ok) return unopened(opened.reason, 'checkpoint')
  const { checkpoint } = opened.value
  const earlier = openEarlier(input, checkpoint)
  if (earlier !== null && !earlier.ok) return unopened(earlier.reason, 'earlier')
  const walk = newWalk(input.files, checkpoint, earlier?.value.checkpoint ?? null)
  let done = 0
  while (done < checkpoint.size) {
    const width = await step(walk, done)
    if (width === 0) break
    await pace(input.watch ?? {}, done, done + width, checkpoint.size)
    done += width
  }
  const faults = await conclude(walk, done)
  const { list, count } = faults
  return { ok: count === 0, checkpoint, entries: done, faults: list, count }
}

async function openIn(
  files: FileSource,
  verifiers: readonly Verifier[],
): Promise<Outcome<OpenCheckpoint>> {
  const bytes = await files.read('checkpoint')
  if (bytes === null) {
    return fail(
      '缺少文件 checkpoint：导出没有完成，或选错了文件夹。',
      'The file “checkpoint” is missing: the export did not end, or this is the wrong folder.',
    )
  }
  return openCheckpoint(Buffer.from(bytes).toString(), verifiers)
}

function openEarlier(
  { earlier, verifiers }: VerifyInput,
  { origin, size, hash }: Checkpoint,
): Outcome<OpenCheckpoint> | null {
  if (earlier === undefined) return null
  const opened = openCheckpoint(earlier, verifiers)
  if (!opened.ok) return opened
  const { checkpoint } = opened.value
  if (checkpoint.origin !== origin || checkpoint.hash !== hash) {
    return fail(
      `较早的检查点属于“${checkpoint.origin}”（${checkpoint.hash}），这份日志是“${origin}”（${hash}）。换用同一份日志的检查点。`,
      `The earlier checkpoint is of “${checkpoint.origin}” (${checkpoint.hash}), this log is “${origin}” (${hash}). Use a checkpoint of the same log.`,
    )
  }
  if (checkpoint.size <= size) return opened
  return fail(
    `较早的检查点有 ${checkpoint.size} 条，这份日志只有 ${size} 条：导出较旧，或日志被截短。取得更新的导出再核验。`,
    `The earlier checkpoint has ${checkpoint.size} entries, this log only ${size}: the export is older, or the log was cut. Get a newer export and verify again.`,
  )
}

function unopened(text: Fault['text'], kind: 'checkpoint' | 'earlier'): VerifyReport {
  const fault = { kind, path: 'checkpoint', index: 0, expected: '', found: '', text }
  return { ok: false, checkpoint: null, entries: 0, faults: [fault], count: 1 }
}

/** A tree being computed, and what would be wrong if it were the one that was signed. */
interface Strand {
  frontier: Frontier
  /** The root the tree had at the size of the earlier checkpoint. */
  earlierRoot: Uint8Array
  readonly faults: Faults
}

/**
 * Entries and the tiles of leaf hashes should agree. Where they don't, the tree goes on as two:
 * one of the entries as they are, one of the leaf hashes as recorded. In the end the signed root
 * says which of the two was changed.
 */
interface Walk {
  readonly files: FileSource
  readonly checkpoint: Checkpoint
  readonly earlier: Checkpoint | null
  readonly ofEntries: Strand
  ofTiles: Strand | null
  /** What is wrong either way. */
  readonly faults: Faults
}

function newWalk(files: FileSource, checkpoint: Checkpoint, earlier: Checkpoint | null): Walk {
  const { hash } = checkpoint
  const ofEntries: Strand = {
    frontier: emptyFrontier(hash),
    earlierRoot: emptyRoot(hash),
    faults: { list: [], count: 0 },
  }
  const faults = { list: [], count: 0 }
  return { files, checkpoint, earlier, ofEntries, ofTiles: null, faults }
}

/** Reads the bundle and the tile that begin at entry `start`; gives their width, 0 if neither. */
async function step(walk: Walk, start: number): Promise<number> {
  const index = start / tileWidth
  const width = widthIn(walk.checkpoint.size, 0, index)
  const path = bundlePath(index, width)
  const hashed = await readEntries(walk, path, start, width)
  const tile = { level: 0, index, width }
  const recorded = await readHashes(walk.files, tile, walk.faults)
  const leaves = hashed ?? recorded
  const others = recorded ?? hashed
  if (leaves === null || others === null) return 0
  for (let slot = 0; slot < width; slot++) {
    const leaf = leaves[slot] as Uint8Array
    const other = others[slot] as Uint8Array
    if (sameBytes(leaf, other)) continue
    walk.ofTiles ??= fork(walk.ofEntries)
    const [ours, theirs] = [toBase64(leaf), toBase64(other)]
    add(walk.ofEntries.faults, tileFault(tile, slot, ours, theirs))
    add(walk.ofTiles.faults, entryFault(path, start + slot, theirs, ours))
  }
  await advance(walk, walk.ofEntries, leaves)
  if (walk.ofTiles !== null) await advance(walk, walk.ofTiles, others)
  return width
}

/** A second strand from where the first is; called before the first differs. */
function fork({ frontier, earlierRoot, faults }: Strand): Strand {
  const { list, count } = faults
  return { frontier, earlierRoot, faults: { list: [...list], count } }
}

/** The leaf hashes of a bundle of entries; null, with a fault, if it can't be read. */
async function readEntries(
  { files, checkpoint, faults }: Walk,
  path: string,
  start: number,
  width: number,
): Promise<Uint8Array[] | null> {
  const bytes = await files.read(path)
  if (bytes === null) {
    add(faults, missingFault(path, start))
    return null
  }
  const entries = unpackBundle(bytes)
  if (entries?.length !== width) {
    add(faults, malformedFault(path, start, 'entries', width, entries?.length ?? 0))
    return null
  }
  return entries.map((entry) => leafHash(checkpoint.hash, entry))
}

/** The hashes of a tile; null, with a fault, if it can't be read. */
async function readHashes(
  files: FileSource,
  tile: Omit<Tile, 'bytes'>,
  faults: Faults,
): Promise<Uint8Array[] | null> {
  const path = tilePath(tile)
  const start = tile.index * tileWidth ** (tile.level + 1)
  const bytes = await files.read(path)
  if (bytes === null) {
    add(faults, missingFault(path, start))
    return null
  }
  const expected = tile.width * hashSize
  if (bytes.length !== expected) {
    add(faults, malformedFault(path, start, 'bytes', expected, bytes.length))
    return null
  }
  return hashesOf(bytes)
}

/** Appends leaves to a strand and compares the tiles that this made full. */
async function advance({ files, earlier }: Walk, strand: Strand, leaves: readonly Uint8Array[]) {
  // The earlier checkpoint may end within a bundle; there the strand stops to look.
  const cut = earlier === null ? 0 : earlier.size - strand.frontier.size
  const parts =
    cut > 0 && cut < leaves.length ? [leaves.slice(0, cut), leaves.slice(cut)] : [leaves]
  for (const part of parts) {
    const appended = append(strand.frontier, part)
    strand.frontier = appended.frontier
    if (appended.frontier.size === earlier?.size) strand.earlierRoot = appended.root
    for (const tile of appended.full) await compareTile(files, tile, strand.faults)
  }
}

/** Compares a tile above the leaves with its file; says the first hash that differs. */
async function compareTile(files: FileSource, tile: Tile, faults: Faults) {
  if (tile.level === 0) return
  const recorded = await readHashes(files, tile, faults)
  if (recorded === null) return
  const computed = hashesOf(tile.bytes)
  const slot = computed.findIndex((hash, i) => !sameBytes(hash, recorded[i] as Uint8Array))
  if (slot < 0) return
  const [expected, found] = [computed[slot], recorded[slot]] as [Uint8Array, Uint8Array]
  add(faults, tileFault(tile, slot, toBase64(expected), toBase64(found)))
}

/** Compares the right edge and the roots, and decides which strand was signed. */
async function conclude(walk: Walk, done: number): Promise<Faults> {
  const { checkpoint, earlier, ofEntries, ofTiles, faults } = walk
  // Without all leaves there is no root to compare; what is missing has been said.
  if (done < checkpoint.size) return merged(faults, ofEntries.faults)
  const signed = (one: Strand) => sameBytes(rootOf(one.frontier), checkpoint.root)
  const strand = ofTiles !== null && !signed(ofEntries) && signed(ofTiles) ? ofTiles : ofEntries
  for (const tile of partialTiles(strand.frontier)) {
    await compareTile(walk.files, tile, strand.faults)
  }
  if (!signed(strand)) {
    const computed = toBase64(rootOf(strand.frontier))
    add(strand.faults, rootFault(done, toBase64(checkpoint.root), computed))
  }
  if (earlier !== null && !sameBytes(strand.earlierRoot, earlier.root)) {
    const [expected, found] = [toBase64(earlier.root), toBase64(strand.earlierRoot)]
    add(strand.faults, earlierFault(earlier.size, expected, found))
  }
  return merged(faults, strand.faults)
}

function merged(some: Faults, others: Faults): Faults {
  const all: Faults = { list: [], count: 0 }
  for (const fault of [...some.list, ...others.list]) add(all, fault)
  all.count = some.count + others.count
  return all
}
