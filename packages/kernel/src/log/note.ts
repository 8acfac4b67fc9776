/**
 * C2SP signed notes: a text, a blank line, and a line for each signature over the text.
 *
 *   — <name> base64(key id || signature)
 */
import { isKeyName, type Signer, sign, type Verifier, verifies } from './keys.ts'
import { fail, fromBase64, type Outcome, ok, toBase64, toHex } from './outcome.ts'

/** A note whose signatures were checked. */
export interface OpenNote {
  /** What was signed, with its last newline. */
  readonly text: string
  /** Whose signatures there are, of those we trust; at least one. */
  readonly signedBy: readonly Verifier[]
}

/** The longest note that is read, in characters. */
export const noteLengthMax = 100_000

/** The most signatures a note may have. */
export const noteSignaturesMax = 100

/**
 * Signs a text. Throws when the text can't be a note: it ends in a newline and has no other
 * control character.
 */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!isNoteText(text)) throw new Error('the text of a note is lines, each with its newline')
  if (signers.length === 0) throw new Error('a note has at least one signature')
  const message = Buffer.from(text)
  const lines = signers.map((signer) => {
    const { name, keyId } = signer.verifier
    const signature = Buffer.concat([Buffer.from(keyId, 'hex'), sign(signer, message)])
    return `— ${name} ${toBase64(signature)}\n`
  })
  return `${text}\n${lines.join('')}`
}

/**
 * The text of a note, if one of the verifiers signed it. Signatures by others are passed over; a
 * false one in the name of a verifier spoils the note. Any text is safe.
 */
export function openNote(note: string, verifiers: readonly Verifier[]): Outcome<OpenNote> {
  const parts = splitNote(note)
  if (parts === null) {
    return fail(
      '这不是完整的签名文本：应有正文、一个空行和签名行。重新取得原文，不要改动换行。',
      'This is not a whole signed note: a text, a blank line and signature lines. Get the original again and leave its lines as they are.',
    )
  }
  const message = Buffer.from(parts.text)
  const signedBy = new Set<Verifier>()
  for (const { name, keyId, signature } of parts.signatures) {
    for (const verifier of verifiers) {
      if (verifier.name !== name || verifier.keyId !== keyId) continue
      if (!verifies(verifier, message, signature)) {
        return fail(
          `“${name}”的签名与正文不符：正文被改动过，或签名是伪造的。不要采用，向签名方核实。`,
          `The signature of “${name}” is not over this text: the text was changed or the signature forged. Don't rely on it; ask the signer.`,
        )
      }
      signedBy.add(verifier)
    }
  }
  if (signedBy.size > 0) return ok({ text: parts.text, signedBy: [...signedBy] })
  const names = verifiers.map((verifier) => verifier.name).join('、')
  return fail(
    `没有可信的签名：需要“${names}”之一的签名。核对公钥是否为公布的那一把。`,
    `No trusted signature: one by “${names}” is needed. See whether the public key is the one published.`,
  )
}

/** The text of a note whoever signed it, or null. Not to be trusted; for one's own notes. */
export function textOfNote(note: string): string | null {
  return splitNote(note)?.text ?? null
}

interface NoteParts {
  readonly text: string
  readonly signatures: readonly SignatureLine[]
}

interface SignatureLine {
  readonly name: string
  readonly keyId: string
  readonly signature: Uint8Array
}

function splitNote(note: string): NoteParts | null {
  if (note.length > noteLengthMax) return null
  // The text may have blank lines of its own; the last one ends it.
  const blank = note.lastIndexOf('\n\n')
  if (blank < 0 || !note.endsWith('\n')) return null
  const text = note.slice(0, blank + 1)
  const lines = note.slice(blank + 2, -1).split('\n')
  if (!isNoteText(text) || lines.length > noteSignaturesMax) return null
  const signatures = lines.map(parseSignature)
  return signatures.every((one) => one !== null) ? { text, signatures } : null
}

function parseSignature(line: string): SignatureLine | null {
  const [dash, name, encoded, ...rest] = line.split(' ')
  if (dash !== '—' || name === undefined || encoded === undefined || rest.length > 0) return null
  const bytes = fromBase64(encoded)
  if (!isKeyName(name) || bytes === null || bytes.length < 5) return null
  return { name, keyId: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) }
}

function isNoteText(text: string): boolean {
  const control = [...text].some((character) => character < ' ' && character !== '\n')
  // A lone half of a surrogate pair has no form in UTF-8.
  return text.endsWith('\n') && !control && !/\p{Cs}/u.test(text)
}
