import { describe, expect, test } from 'vitest'
import { generateSigner, parseSigner, parseVerifier, sign, type Verifier } from './keys.ts'
import { noteSignaturesMax, openNote, signNote, textOfNote } from './note.ts'

const verifierIn = (text: string): Verifier => {
  const read = parseVerifier(text)
  if (!read.ok) throw new Error(read.reason.en)
  return read.value
}

describe('published notes', () => {
  const vkey = verifierIn('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')
  const note =
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'

  test('the example of the specification opens', () => {
    const opened = openNote(note, [vkey])
    expect(opened).toEqual({
      ok: true,
      value: { text: 'This is an example message.\n', signedBy: [vkey] },
    })
  })

  test('the example of the Go implementation is what we sign', () => {
    const skey = parseSigner(
      'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
    )
    if (!skey.ok) throw new Error(skey.reason.en)
    const text =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    expect(signNote(text, [skey.value])).toBe(
      `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`,
    )
  })

  test('its own verifier is needed', () => {
    const other = verifierIn('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    const opened = openNote(note, [other])
    expect(opened.ok ? '' : opened.reason.zh).toContain('没有可信的签名：需要“PeterNeumann”')
    expect(openNote(note, []).ok).toBe(false)
  })
})

const a = generateSigner('甲', 'ed25519')
const b = generateSigner('乙', 'sm2')
const text = '第一段\n\n第二段\n'

test('a note may be signed with both algorithms, and its text may have blank lines', () => {
  const note = signNote(text, [a, b])
  const opened = openNote(note, [b.verifier, a.verifier])
  expect(opened).toEqual({ ok: true, value: { text, signedBy: [a.verifier, b.verifier] } })
  expect(openNote(note, [b.verifier])).toEqual({
    ok: true,
    value: { text, signedBy: [b.verifier] },
  })
  expect(textOfNote(note)).toBe(text)
})

test('a signature in a trusted name that is false spoils the note, whoever else signed', () => {
  const forged = signNote(text, [a, b]).replace('第一段', '第二段')
  const opened = openNote(forged, [a.verifier])
  expect(opened.ok ? '' : opened.reason.zh).toContain('“甲”的签名与正文不符')
  // The line of 乙 is of another text; without trust in 乙 it does not count.
  const line = signNote('别的\n', [b]).split('\n\n')[1] as string
  const mixed = signNote(text, [a]) + line
  expect(openNote(mixed, [a.verifier]).ok).toBe(true)
  expect(openNote(mixed, [a.verifier, b.verifier]).ok).toBe(false)
})

test('a key of the same name is not the same key', () => {
  const namesake = generateSigner('甲', 'ed25519')
  const note = signNote(text, [a])
  expect(openNote(note, [namesake.verifier]).ok).toBe(false)
  expect(openNote(note, [namesake.verifier, a.verifier]).ok).toBe(true)
})

test('a key of the same id is not the same key either: ids are short and may collide', () => {
  const collides = { ...a.verifier, name: '丙' }
  const note = signNote(text, [a])
  expect(openNote(note, [collides]).ok).toBe(false)
  const other = { ...b.verifier, keyId: a.verifier.keyId }
  expect(openNote(note, [other, a.verifier])).toMatchObject({ value: { signedBy: [a.verifier] } })
})

test('one signature has one spelling', () => {
  const note = signNote(text, [a])
  expect(openNote(note, [a.verifier]).ok).toBe(true)
  const spellings = [
    note.replace(/=*\n$/, '\n'),
    note.replace(/\n$/, ' \n'),
    note.replace('— 甲 ', '— 甲  '),
    note.replace('— 甲', '- 甲'),
    note.replace(/\n$/, ''),
    note.replaceAll('\n', '\r\n'),
    `${note}\n`,
    note.replace(/— .*\n/, ''),
    note.replace('第一段', '第\t一段'),
    '',
    '\n',
    '\n\n',
  ]
  for (const one of spellings) expect(openNote(one, [a.verifier]).ok, one).toBe(false)
})

test('a note has limits', () => {
  const note = signNote(text, [a])
  const line = `${note.split('\n').at(-2)}\n`
  expect(openNote(note + line.repeat(noteSignaturesMax - 1), [a.verifier]).ok).toBe(true)
  expect(openNote(note + line.repeat(noteSignaturesMax), [a.verifier]).ok).toBe(false)
  expect(openNote('长'.repeat(100_001) + note, [a.verifier]).ok).toBe(false)
})

test('what can’t be a note is not signed', () => {
  expect(() => signNote('无换行', [a])).toThrow(/newline/)
  expect(() => signNote('半个\ud800\n', [a])).toThrow(/newline/)
  expect(() => signNote('回车\r\n', [a])).toThrow(/newline/)
  expect(() => signNote(text, [])).toThrow(/one signature/)
  expect(sign(a, Buffer.from(text)).length).toBe(64)
})
