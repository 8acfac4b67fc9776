import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { matchesDigest, newSalt, saltedDigest } from './digest.ts'

const bytes = Buffer.from('{"name":"示例人员甲"}')

test.each(['sha256', 'sm3'] as const)('%s: the hash of the salt and then the bytes', (hash) => {
  const salt = newSalt()
  const digest = saltedDigest(hash, salt, bytes)
  const expected = createHash(hash).update(salt).update(bytes).digest('hex')
  expect(digest).toBe(`${hash}:${expected}`)
  expect(matchesDigest(digest, salt, bytes)).toBe(true)
  expect(matchesDigest(digest, salt, Buffer.from('{"name":"示例人员乙"}'))).toBe(false)
  expect(matchesDigest(digest, newSalt(), bytes)).toBe(false)
})

test('no salt comes twice', () => {
  const salts = Array.from({ length: 100 }, () => Buffer.from(newSalt()).toString('hex'))
  expect(new Set(salts).size).toBe(100)
  expect(salts.every((salt) => salt.length === 32)).toBe(true)
})

test('a salt has 16 bytes, so that nothing moves between it and the data', () => {
  expect(() => saltedDigest('sha256', new Uint8Array(15), bytes)).toThrow(/16 bytes/)
  const salt = new Uint8Array(16)
  const digest = saltedDigest('sha256', salt, bytes)
  const moved = Buffer.concat([salt, bytes.subarray(0, 1)])
  expect(matchesDigest(digest, moved, bytes.subarray(1))).toBe(false)
})

test('a digest of unknown form matches nothing', () => {
  const salt = newSalt()
  const [, digits] = saltedDigest('sha256', salt, bytes).split(':') as [string, string]
  for (const one of [digits, `md5:${digits}`, `sm3:${digits}`, 'sha256:', '', ':']) {
    expect(matchesDigest(one, salt, bytes)).toBe(false)
  }
})
