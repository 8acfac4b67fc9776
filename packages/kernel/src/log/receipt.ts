import { type OpenCheckpoint, openCheckpoint } from './checkpoint.ts'
import { leafHash } from './hash.ts'
import type { Verifier } from './keys.ts'
import { verifyInclusion } from './merkle.ts'
import { fail, fromBase64, type Outcome, ok, toBase64 } from './outcome.ts'

/**
 * Proof that an act is in the log, as plain JSON: it can be kept, printed as a code, and checked
 * by anyone who has the public key of the log, without asking anybody.
 */
export interface Receipt {
  /** The name of the log. */
  readonly origin: string
  /** The number of the entry, from 0. */
  readonly index: number
  /** The entry, exactly as it was hashed. */
  readonly envelope: string
  /** Hashes from the leaf up, in base64. */
  readonly proof: readonly string[]
  /** The signed note of the checkpoint that the proof leads to. */
  readonly checkpoint: string
}

/** Makes a receipt. The proof is that of leaf `index` in the tree of the checkpoint. */
export function makeReceipt(
  parts: Omit<Receipt, 'proof'> & { readonly proof: readonly Uint8Array[] },
): Receipt {
  const { origin, index, envelope, proof, checkpoint } = parts
  return { origin, index, envelope, proof: proof.map(toBase64), checkpoint }
}

/** Longest proof of any tree whose size is a safe integer. */
const proofLengthMax = 53

/** Whether something read from JSON has the form of a receipt. */
export function isReceipt(value: unknown): value is Receipt {
  if (typeof value !== 'object' || value === null) return false
  const { origin, index, envelope, proof, checkpoint } = value as Record<string, unknown>
  const texts = [origin, envelope, checkpoint].every((text) => typeof text === 'string')
  const hashes = Array.isArray(proof) && proof.length <= proofLengthMax
  return texts && Number.isSafeInteger(index) && hashes && proof.every((h) => typeof h === 'string')
}

/**
 * Checks a receipt offline against the verifiers one trusts. What comes back is the checkpoint it
 * leads to, or why it proves nothing. Any value is safe.
 */
export function verifyReceipt(
  receipt: unknown,
  verifiers: readonly Verifier[],
): Outcome<OpenCheckpoint> {
  if (!isReceipt(receipt)) {
    return fail(
      '这不是完整的回执：应有 origin、index、envelope、proof、checkpoint 五项。重新取得原件。',
      'This is not a whole receipt: it has origin, index, envelope, proof and checkpoint. Get the original again.',
    )
  }
  const opened = openCheckpoint(receipt.checkpoint, verifiers)
  if (!opened.ok) return opened
  const { origin, size, root, hash } = opened.value.checkpoint
  if (origin !== receipt.origin) {
    return fail(
      `回执属于日志“${receipt.origin}”，所附检查点却属于“${origin}”。向出具单位重新索取回执。`,
      `The receipt is of the log “${receipt.origin}”, its checkpoint of “${origin}”. Ask the issuer for the receipt again.`,
    )
  }
  const proof = receipt.proof.map((text) => fromBase64(text) ?? new Uint8Array(0))
  // A lone surrogate would be hashed as U+FFFD, and two envelopes would share a leaf.
  const whole = !/\p{Cs}/u.test(receipt.envelope)
  const leaf = leafHash(hash, Buffer.from(receipt.envelope))
  if (whole && verifyInclusion(hash, { index: receipt.index, size, leaf, root }, proof)) {
    return ok(opened.value)
  }
  return fail(
    `第 ${receipt.index} 号条目的内容与日志不符：内容、编号或证明被改动过。不要采用，向出具单位重新索取回执。`,
    `Entry ${receipt.index} is not in the log as it is here: its content, number or proof was changed. Don't rely on it; ask the issuer for the receipt again.`,
  )
}
