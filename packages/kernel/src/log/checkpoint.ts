/**
 * C2SP tlog-checkpoint: the size and root of a log at one moment, as a signed note.
 *
 *   example.org/log
 *   20852163
 *   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *   hash sm3
 *
 *   — example.org/log Az3grlgtzPICa5OS8…
 *
 * The fourth line is ours, an extension: it names the hash of the tree where that isn't sha256.
 */
import { type HashName, hashSize, isHashName } from './hash.ts'
import { isKeyName, type Signer, type Verifier } from './keys.ts'
import { openNote, signNote, textOfNote } from './note.ts'
import { fail, fromBase64, type Outcome, ok, toBase64 } from './outcome.ts'

/** What a log commits itself to. */
export interface Checkpoint {
  /** The name of the log, which is also that of its key. */
  readonly origin: string
  /** How many entries it has. */
  readonly size: number
  readonly root: Uint8Array
  readonly hash: HashName
  /** Other lines, opaque to us; none of them is empty. */
  readonly extensions: readonly string[]
}

/** A checkpoint whose signatures were checked. */
export interface OpenCheckpoint {
  readonly checkpoint: Checkpoint
  readonly signedBy: readonly Verifier[]
}

/** Signs a checkpoint. Throws unless one of the signers has the name of the log. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly Signer[]): string {
  const { origin, size, root, hash, extensions } = checkpoint
  if (!signers.some((signer) => signer.verifier.name === origin)) {
    throw new Error(`a checkpoint of ${origin} is signed by a key of that name`)
  }
  const lines = [origin, String(size), toBase64(root)]
  if (hash !== 'sha256') lines.push(`hash ${hash}`)
  const text = [...lines, ...extensions].map((line) => `${line}\n`).join('')
  if (!parseText(text).ok) throw new Error('a checkpoint reads back as what it was')
  return signNote(text, signers)
}

/**
 * The checkpoint in a note, if a verifier with the name of the log signed it: a key we trust for
 * one log does not speak for another. Any text is safe.
 */
export function openCheckpoint(
  note: string,
  verifiers: readonly Verifier[],
): Outcome<OpenCheckpoint> {
  const opened = openNote(note, verifiers)
  if (!opened.ok) return opened
  const parsed = parseText(opened.value.text)
  if (!parsed.ok) return parsed
  const checkpoint = parsed.value
  const { signedBy } = opened.value
  if (!signedBy.some((verifier) => verifier.name === checkpoint.origin)) {
    return fail(
      `检查点属于日志“${checkpoint.origin}”，但没有这份日志自己的签名。取得该日志的公钥再核验。`,
      `The checkpoint is of the log “${checkpoint.origin}”, which did not sign it itself. Get the public key of that log and verify again.`,
    )
  }
  return ok({ checkpoint, signedBy })
}

/** The checkpoint in a note whoever signed it. Not to be trusted; for one's own notes. */
export function readCheckpoint(note: string): Outcome<Checkpoint> {
  const text = textOfNote(note)
  return text === null ? unreadable() : parseText(text)
}

function parseText(text: string): Outcome<Checkpoint> {
  const [origin, digits, encoded, ...extensions] = text.slice(0, -1).split('\n')
  if (origin === undefined || digits === undefined || encoded === undefined) return unreadable()
  const size = /^(?:0|[1-9]\d*)$/.test(digits) ? Number(digits) : Number.NaN
  const root = fromBase64(encoded)
  if (!isKeyName(origin) || !Number.isSafeInteger(size)) return unreadable()
  if (root === null || root.length !== hashSize || extensions.includes('')) return unreadable()
  const [named = 'sha256', ...again] = extensions.flatMap((line) =>
    line.startsWith('hash ') ? [line.slice('hash '.length)] : [],
  )
  if (!isHashName(named) || again.length > 0) {
    return fail(
      `检查点写明的散列算法不认识：${[named, ...again].join('、')}。可用的有 sha256 和 sm3；更新核验程序再试。`,
      `The checkpoint names a hash we don't have: ${[named, ...again].join(', ')}. There are sha256 and sm3; update the program that verifies.`,
    )
  }
  const others = extensions.filter((line) => !line.startsWith('hash '))
  return ok({ origin, size, root, hash: named, extensions: others })
}

const unreadable = () =>
  fail(
    '检查点读不懂：前三行应是日志名、条目数和 base64 的根。重新取得原文。',
    'The checkpoint can’t be read: its first three lines are the name of the log, its size and its root in base64. Get the original again.',
  )
