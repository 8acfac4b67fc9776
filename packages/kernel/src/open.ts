/** Opening the kernel: the database, its migrations, the log's key, and the first entry. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Text } from '@huoshui/values'
import { type Clock, systemClock } from './clock.ts'
import { type Database, openDatabase } from './db/database.ts'
import { openFolder } from './db/folder.ts'
import { migrate, ownMigrations } from './db/migrate.ts'
import { idMaker } from './ids.ts'
import { Kernel } from './kernel.ts'
import {
  formatSigner,
  generateSigner,
  type HashName,
  openCheckpoint,
  parseSigner,
  type SignatureName,
  type Signer,
  type Verifier,
} from './log/index.ts'
import { headOf } from './receipts.ts'

export interface OpenOptions {
  /** A PostgreSQL server; without it PGlite in `folder`. */
  readonly url?: string | undefined
  /** Where data and keys are kept. */
  readonly folder: string
  /** Where ready-made data folders are kept; see `readyImage`. */
  readonly cache?: string | undefined
  /** The log's name in its checkpoints; read from the key once there is one. */
  readonly origin?: string
  readonly hash?: HashName
  readonly signature?: SignatureName
  readonly clock?: Clock
}

/** A setting that can't be used; what to do is in the text. */
export class OpenError extends Error {
  constructor(readonly text: Text) {
    super(text.en)
  }
}

/** Where the log's key is within the folder of data. */
const keyFile = (folder: string): string => join(folder, 'keys', 'log.key')

/**
 * The public key of the log whose data are in a folder; null where no log has been begun there.
 * The database is left alone, so that it may be open elsewhere.
 */
export function verifierIn(folder: string): Verifier | null {
  const file = keyFile(folder)
  return existsSync(file) ? readSigner(file, { folder }).verifier : null
}

const originUsual = 'huoshui.local/log'

/** Opens the kernel; makes the database, the key and nothing else where they are missing. */
export async function openKernel(options: OpenOptions): Promise<Kernel> {
  const { folder, clock = systemClock } = options
  mkdirSync(folder, { recursive: true })
  const signer = readSigner(keyFile(folder), options)
  const db = await openData(options)
  try {
    await migrate(db, ownMigrations())
    await sameKey(db, signer)
  } catch (error) {
    await db.close()
    throw error
  }
  const log = { origin: signer.verifier.name, hash: options.hash ?? 'sha256', signer }
  return new Kernel({ db, clock, makeId: idMaker(clock, randomBytes), log })
}

/**
 * Opens the database that `openKernel` would, and no more: for a restore, which needs neither
 * tables nor a key.
 */
export function openData({ url, folder, cache }: OpenOptions): Promise<Database> {
  return url ? openDatabase({ url }) : openFolder({ folder: join(folder, 'pglite'), cache })
}

/** A log goes on with the key it was begun with: whoever trusts it knows that key alone. */
async function sameKey(db: Database, signer: Signer): Promise<void> {
  const head = await headOf(db)
  if (!head || openCheckpoint(head.note, [signer.verifier]).ok) return
  throw new OpenError({
    zh: '数据库里的日志是用另一把密钥签名的。把原来的 keys/log.key 从备份里放回来。',
    en: 'The log in the database was signed with another key. Put its keys/log.key back from a backup.',
  })
}

/** The log's key. A new one is made for an empty folder; it is readable by its owner alone. */
function readSigner(file: string, options: OpenOptions): Signer {
  if (existsSync(file)) {
    const read = parseSigner(readFileSync(file, 'utf8').trim())
    if (read.ok) return read.value
    throw new OpenError({
      zh: `日志的密钥文件 ${file} 读不出来：${read.reason.zh} 从备份里恢复它。`,
      en: `The log's key file ${file} can't be read: ${read.reason.en} Restore it from a backup.`,
    })
  }
  const signer = generateSigner(options.origin ?? originUsual, options.signature ?? 'ed25519')
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${formatSigner(signer)}\n`, { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  return signer
}
