/** The bytes of a firm file to text: how large it may be, what it may be, how it is encoded. */
import { type Saying, say } from './firm-words.ts'

/** A firm file may have 5 MB; a larger one is refused before anything reads it. */
export const byteLimit = 5 * 1024 * 1024

const beginnings: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'xlsx' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'xls' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'pdf' },
]

const beginsWith = (bytes: Uint8Array, start: readonly number[]) =>
  start.every((byte, i) => bytes[i] === byte)

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    // A byte order mark is taken off by the decoder.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Control characters that no text has: everything below the blank but tabs and line ends. */
function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u0008\u000b\u000e-\u0019\u001b-\u001f]/.test(text)
}

/** The text of a file, or why it has none. UTF-8 and GB18030 are told apart by strict decoding. */
export function textOf(
  bytes: Uint8Array,
): { readonly text: string } | { readonly trouble: Saying } {
  if (bytes.length > byteLimit) return { trouble: say.tooLarge(bytes.length, byteLimit) }
  const known = beginnings.find((one) => beginsWith(bytes, one.bytes))
  if (known) return { trouble: say.notText(known.what) }
  if (beginsWith(bytes, [0xff, 0xfe])) return readable(decode(bytes, 'utf-16le'))
  if (beginsWith(bytes, [0xfe, 0xff])) return readable(decode(bytes, 'utf-16be'))
  // Binary files decode by chance now and then, but not without a zero.
  if (bytes.includes(0)) return { trouble: say.notText('') }
  return readable(decode(bytes, 'utf-8') ?? decode(bytes, 'gb18030'))
}

function readable(text: string | null): { readonly text: string } | { readonly trouble: Saying } {
  if (text === null) return { trouble: say.encoding() }
  if (hasControls(text)) return { trouble: say.notText('') }
  return { text }
}
