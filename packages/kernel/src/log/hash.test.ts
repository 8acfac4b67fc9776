import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { emptyRoot, type HashName, hashBytes, isHashName, leafHash, nodeHash } from './hash.ts'
import { toHex } from './outcome.ts'

const names: readonly HashName[] = ['sha256', 'sm3']

// GB/T 32905 appendix A, and FIPS 180 for SHA-256.
test.each([
  ['sm3', 'abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
  ['sm3', 'abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
] as const)('%s of %s is as published', (name, text, expected) => {
  expect(toHex(hashBytes(name, Buffer.from(text)))).toBe(expected)
})

test.each(names)(
  '%s: leaves, nodes and the empty tree are told apart by their first byte',
  (name) => {
    const plain = (...parts: Uint8Array[]) =>
      createHash(name).update(Buffer.concat(parts)).digest('hex')
    const entry = Buffer.from('条目')
    const left = leafHash(name, entry)
    const right = leafHash(name, new Uint8Array(0))
    expect(toHex(left)).toBe(plain(Uint8Array.of(0), entry))
    expect(toHex(right)).toBe(plain(Uint8Array.of(0)))
    expect(toHex(nodeHash(name, left, right))).toBe(plain(Uint8Array.of(1), left, right))
    expect(toHex(emptyRoot(name))).toBe(plain())
  },
)

test('a leaf hash does not depend on what was hashed before, whatever the lengths', () => {
  for (const length of [0xffff, 3, 0x10000, 0x20000, 0, 0xfffe]) {
    const entry = new Uint8Array(length).fill(length % 251)
    const expected = createHash('sha256').update(Uint8Array.of(0)).update(entry).digest('hex')
    expect(toHex(leafHash('sha256', entry))).toBe(expected)
  }
})

test('a node is made of two hashes and nothing else', () => {
  const whole = new Uint8Array(32)
  expect(() => nodeHash('sha256', whole, new Uint8Array(31))).toThrow(/two hashes/)
  expect(() => nodeHash('sha256', new Uint8Array(33), whole)).toThrow(/two hashes/)
})

test('only names we have are names', () => {
  expect(['sha256', 'sm3', 'SHA256', 'md5', ''].filter(isHashName)).toEqual(['sha256', 'sm3'])
})
