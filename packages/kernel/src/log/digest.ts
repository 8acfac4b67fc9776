/**
 * Salted digests. An entry of the log is there for ever, so personal data can't be in it; its
 * digest can. The salt is kept beside the data and erased with it: without the salt nobody can
 * find the data by trying names and numbers until one gives the digest.
 */
import { randomBytes } from 'node:crypto'
import { type HashName, hashBytes, isHashName } from './hash.ts'
import { toHex } from './outcome.ts'

/** Bytes of a salt. */
export const saltSize = 16

/** Random bytes not handed out yet: one call for many salts costs as much as one for one. */
let block = new Uint8Array(0)

/** A new random salt, for one digest only. */
export function newSalt(): Uint8Array {
  if (block.length < saltSize) block = randomBytes(256 * saltSize)
  const salt = block.slice(0, saltSize)
  block = block.subarray(saltSize)
  return salt
}

/**
 * H(salt || bytes) as text, such as `sha256:…` with 64 hexadecimal digits. Throws when the salt
 * has another length, since salt and bytes could then be told apart in more than one way.
 */
export function saltedDigest(hash: HashName, salt: Uint8Array, bytes: Uint8Array): string {
  if (salt.length !== saltSize) throw new Error(`a salt has ${saltSize} bytes`)
  return `${hash}:${toHex(hashBytes(hash, Buffer.concat([salt, bytes])))}`
}

/** Whether a digest read from the log is that of these bytes with this salt. */
export function matchesDigest(digest: string, salt: Uint8Array, bytes: Uint8Array): boolean {
  const hash = digest.slice(0, digest.indexOf(':'))
  if (!isHashName(hash) || salt.length !== saltSize) return false
  return digest === saltedDigest(hash, salt, bytes)
}
