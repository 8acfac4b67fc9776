import type { Text } from '@huoshui/values'

/** What reading or checking something from outside comes to: a value, or why there is none. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Text }

/** The outcome that went well. */
export const ok = <T>(value: T): Outcome<T> => ({ ok: true, value })

/** The outcome that did not, in both languages. */
export const fail = (zh: string, en: string): { ok: false; reason: Text } => ({
  ok: false,
  reason: { zh, en },
})

/** Bytes from standard base64, padded, in the one spelling it has; null otherwise. */
export function fromBase64(text: string): Uint8Array | null {
  // Node passes over what it can't read; two spellings of one signature would be two notes.
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

/** Bytes as standard base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
}

/** Bytes as lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
}
