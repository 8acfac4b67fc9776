/** The log in the database: its right edge, appending, and tiles for proofs. */
import type { Day } from '@huoshui/values'
import { bulkInsert, type Column } from './db/bulk.ts'
import type { Session } from './db/database.ts'
import {
  appendEntries,
  emptyFrontier,
  type Frontier,
  type HashName,
  hashSize,
  openFrontier,
  type Signer,
  signCheckpoint,
  type TileSource,
} from './log/index.ts'

/** The advisory lock under which the log grows; taken last, after those of 账套. */
export const logLock = 0x6875_6f73_6875_69n

export interface LogOptions {
  /** The log's name, in its checkpoints: a host and path that the operator owns. */
  readonly origin: string
  readonly hash: HashName
  readonly signer: Signer
}

/** Tiles as the database has them. A partial tile is overwritten as it grows. */
export function tilesOf(session: Session): TileSource {
  return {
    async tile(level, index) {
      const [row] = await session.query<{ hashes: Uint8Array }>(
        'select hashes from tile where level = $1 and place = $2',
        [level, BigInt(index)],
      )
      if (!row) throw new Error(`tile ${index} of level ${level} is not stored`)
      return row.hashes
    },
  }
}

/** How many events the log has. */
export async function logSize(session: Session): Promise<number> {
  const [row] = await session.query<{ size: bigint }>(
    'select coalesce(max(size), 0) as size from checkpoint',
  )
  return Number(row?.size ?? 0n)
}

/** The right edge of the log at a size; the one at hand when it is of that size. */
export async function frontierAt(
  session: Session,
  size: number,
  options: LogOptions,
  known: Frontier | null,
): Promise<Frontier> {
  if (known?.size === size) return known
  if (size === 0) return emptyFrontier(options.hash)
  return openFrontier(options.hash, size, tilesOf(session))
}

const tileColumns: Column[] = [
  { name: 'level', type: 'integer' },
  { name: 'place', type: 'bigint' },
  { name: 'hashes', type: 'bytea' },
]

/** Appends envelopes: stores the tiles they change and the head of the day, signed. */
export async function appendLog(
  tx: Session,
  frontier: Frontier,
  envelopes: readonly Uint8Array[],
  day: Day,
  options: LogOptions,
): Promise<Frontier> {
  const appended = appendEntries(frontier, envelopes)
  // A tile that grew and then became full is stored once, as it ended.
  const tiles = new Map<string, readonly unknown[]>()
  for (const { level, index, width, bytes } of [...appended.partial, ...appended.full]) {
    const known = tiles.get(`${level}/${index}`)
    if (known && (known[2] as Uint8Array).length > width * hashSize) continue
    tiles.set(`${level}/${index}`, [level, BigInt(index), bytes])
  }
  await bulkInsert(
    tx,
    'tile',
    tileColumns,
    [...tiles.values()],
    'on conflict (level, place) do update set hashes = excluded.hashes',
  )
  const { size } = appended.frontier
  const { origin, hash, signer } = options
  const note = signCheckpoint({ origin, size, root: appended.root, hash, extensions: [] }, [signer])
  await tx.query(
    `insert into checkpoint (day, size, note) values ($1, $2, $3)
     on conflict (day) do update set size = excluded.size, note = excluded.note`,
    [day, BigInt(size), note],
  )
  return appended.frontier
}
