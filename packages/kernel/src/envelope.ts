/** Entries as texts: the envelope that goes into the tree, and the payload beside it. */
import type { Body, Entry } from './entry.ts'
import { canonicalJson, type HashName, newSalt, saltedDigest } from './log/index.ts'

export interface Sealed {
  readonly envelope: string
  readonly bytes: Uint8Array
  readonly salt: Uint8Array
  readonly payload: string
}

const encoder = new TextEncoder()

/**
 * Seals an entry. The body may name people and firms, so that only its salted digest is in the
 * tree; whoever erases the payload and its salt leaves every proof as it was.
 */
export function seal(entry: Entry, hash: HashName): Sealed {
  const payload = JSON.stringify(entry.body)
  const salt = newSalt()
  const digest = saltedDigest(hash, salt, encoder.encode(payload))
  const envelope = envelopeOf(entry, digest)
  return { envelope, bytes: encoder.encode(envelope), salt, payload }
}

/** The envelope's canonical JSON. Its keys are always these and stand in their order here. */
function envelopeOf(entry: Entry, digest: string): string {
  const { act, actor, at, day, matter, policy, procedure, request, role, subject, tenant } = entry
  const text = canonicalJson
  return `{"act":${text(act)},"actor":${text(actor)},"at":${text(at)},"day":${text(day)},"digest":${text(entry.digest)},"matter":${text(matter)},"payload":${text(digest)},"policy":${text(policy)},"procedure":${text(procedure)},"request":${text(request)},"role":${text(role)},"subject":${text(subject)},"tenant":${text(tenant)},"v":1}`
}

/** What an envelope says, with the digest of its payload. */
export type Envelope = Omit<Entry, 'body' | 'key'> & { readonly payload: string; readonly v: 1 }

/** Reads a stored envelope. */
export const readEnvelope = (text: string): Envelope => JSON.parse(text) as Envelope

/** An entry as it was sealed, from its envelope and payload. */
export function unseal(envelope: string, payload: string, key: string | null): Entry {
  const { payload: _, v: __, ...rest } = readEnvelope(envelope)
  return { ...rest, key, body: JSON.parse(payload) as Body }
}
