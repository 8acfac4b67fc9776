/**
 * Keys that sign notes, and their text forms, as C2SP signed-note has them:
 *
 *   <name>+<key id>+base64(type || public key)                a verifier, to hand out
 *   PRIVATE+KEY+<name>+<key id>+base64(type || private key)   a signer, for a key file
 *
 * where the key id is the first four bytes of SHA-256(name || 0x0A || type || public key).
 *
 * Ed25519 has the type 0x01. The specification assigns none to SM2 and leaves 0xff for such,
 * followed by an identifier; ours is `sm2sign-with-sm3`, the name of the GM/T algorithm
 * 1.2.156.10197.1.501. Its public key is the uncompressed point (0x04 || x || y, 65 bytes), its
 * private key 32 bytes, its signature r || s (64 bytes), made over SM3 with the standard user id
 * 1234567812345678.
 */
import * as crypto from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'
import { hashBytes } from './hash.ts'
import { fail, fromBase64, type Outcome, ok, toBase64, toHex } from './outcome.ts'

/** Signature algorithms, under the names they have in data. */
export type SignatureName = 'ed25519' | 'sm2'

/** A public key under a name, such as that of the log it signs for. */
export interface Verifier {
  readonly name: string
  readonly algorithm: SignatureName
  /** Eight hexadecimal digits. */
  readonly keyId: string
  readonly publicKey: Uint8Array
}

/** A private key and the verifier of what it signs. Never log it, never send it. */
export interface Signer {
  readonly verifier: Verifier
  readonly privateKey: Uint8Array
}

const signatureType: Readonly<Record<SignatureName, Uint8Array>> = {
  ed25519: Uint8Array.of(0x01),
  sm2: Buffer.from('\xffsm2sign-with-sm3', 'latin1'),
}
const publicKeyLength: Readonly<Record<SignatureName, number>> = { ed25519: 32, sm2: 65 }
const privateKeyLength = 32
const signatureLength = 64

/** Whether a key, or a log, may have this name: no spaces, no plus, no control characters. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}\p{Cc}\p{Cs}+]+$/u.test(name)
}

/** A new key pair. Throws when the name can't be one: see `isKeyName`. */
export function generateSigner(name: string, algorithm: SignatureName): Signer {
  switch (algorithm) {
    case 'ed25519':
      return signerOf(name, algorithm, crypto.randomBytes(privateKeyLength))
    case 'sm2':
      return signerOf(name, algorithm, Buffer.from(sm2.generateKeyPairHex().privateKey, 'hex'))
  }
}

/** The signer of a private key of 32 bytes. Throws when there is no such key or name. */
export function signerOf(name: string, algorithm: SignatureName, privateKey: Uint8Array): Signer {
  if (privateKey.length !== privateKeyLength) throw new Error('a private key has 32 bytes')
  const publicKey = publicKeyOf(algorithm, privateKey)
  return { verifier: verifierOf(name, algorithm, publicKey), privateKey }
}

function publicKeyOf(algorithm: SignatureName, privateKey: Uint8Array): Uint8Array {
  switch (algorithm) {
    case 'ed25519': {
      const { x } = crypto.createPublicKey(ed25519Private(privateKey)).export({ format: 'jwk' })
      return Buffer.from(x as string, 'base64url')
    }
    case 'sm2':
      return Buffer.from(sm2.getPublicKeyFromPrivateKey(toHex(privateKey)), 'hex')
  }
}

/** The verifier of a public key. Throws when there is no such key or name. */
export function verifierOf(
  name: string,
  algorithm: SignatureName,
  publicKey: Uint8Array,
): Verifier {
  if (!isKeyName(name)) throw new Error(`${JSON.stringify(name)} can't be the name of a key`)
  if (publicKey.length !== publicKeyLength[algorithm]) {
    throw new Error(`a public key of ${algorithm} has ${publicKeyLength[algorithm]} bytes`)
  }
  if (algorithm === 'sm2' && !isSm2Point(publicKey)) {
    throw new Error('a public key of sm2 is a point of its curve')
  }
  const head = Buffer.from(`${name}\n`)
  const named = Buffer.concat([head, signatureType[algorithm], publicKey])
  const keyId = toHex(hashBytes('sha256', named).subarray(0, 4))
  return { name, algorithm, keyId, publicKey }
}

function isSm2Point(publicKey: Uint8Array): boolean {
  if (publicKey[0] !== 0x04) return false
  try {
    return sm2.verifyPublicKey(toHex(publicKey))
  } catch {
    return false
  }
}

/** The signature of a message, 64 bytes. */
export function sign({ verifier, privateKey }: Signer, message: Uint8Array): Uint8Array {
  switch (verifier.algorithm) {
    case 'ed25519':
      return crypto.sign(null, message, ed25519Private(privateKey))
    case 'sm2': {
      const publicKey = toHex(verifier.publicKey)
      // `hash` has it sign SM3(Z || message), where Z binds the user id and the public key.
      const signature = sm2.doSignature(message, toHex(privateKey), { hash: true, publicKey })
      return Buffer.from(signature, 'hex')
    }
  }
}

/** Whether a signature is the verifier's over the message. Any bytes are safe. */
export function verifies(
  { algorithm, publicKey }: Verifier,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== signatureLength) return false
  switch (algorithm) {
    case 'ed25519':
      return crypto.verify(null, message, ed25519Public(publicKey), signature)
    case 'sm2':
      // The library leaves out step B1 and B2 of GB/T 32918.2: r and s are between 1 and n - 1.
      if (!isSm2Scalar(signature.subarray(0, 32))) return false
      if (!isSm2Scalar(signature.subarray(32))) return false
      return sm2.doVerifySignature(message, toHex(signature), toHex(publicKey), { hash: true })
  }
}

/** The order n of the curve of SM2 (GB/T 32918.5). */
const sm2Order = Buffer.from(
  'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123',
  'hex',
)

function isSm2Scalar(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte !== 0) && Buffer.compare(bytes, sm2Order) < 0
}

// PKCS #8 around an Ed25519 private key is the same 16 bytes for every key (RFC 8410 §7).
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')

function ed25519Private(privateKey: Uint8Array): crypto.KeyObject {
  const key = Buffer.concat([pkcs8Head, privateKey])
  return crypto.createPrivateKey({ key, format: 'der', type: 'pkcs8' })
}

function ed25519Public(publicKey: Uint8Array): crypto.KeyObject {
  const x = Buffer.from(publicKey).toString('base64url')
  return crypto.createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
}

/** A verifier as text. */
export function formatVerifier({ name, keyId, algorithm, publicKey }: Verifier): string {
  return `${name}+${keyId}+${toBase64(Buffer.concat([signatureType[algorithm], publicKey]))}`
}

/** Reads the text of a verifier. */
export function parseVerifier(text: string): Outcome<Verifier> {
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text)
  if (parts === null) {
    return fail(
      '公钥应写作“名称+八位编号+base64”。从公布处重新复制整行。',
      'A public key is written name+id+base64, the id in eight digits. Copy the whole line again from where it is published.',
    )
  }
  const [, name, keyId, encoded] = parts as unknown as [string, string, string, string]
  return parseKey(name, keyId, encoded, verifierOf, (verifier) => verifier)
}

/** A signer as text, for a key file that only the server can read. */
export function formatSigner({ verifier, privateKey }: Signer): string {
  const { name, keyId, algorithm } = verifier
  const key = toBase64(Buffer.concat([signatureType[algorithm], privateKey]))
  return `PRIVATE+KEY+${name}+${keyId}+${key}`
}

/** Reads the text of a signer. The reason never repeats the key itself. */
export function parseSigner(text: string): Outcome<Signer> {
  const parts = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text)
  if (parts === null) {
    return fail(
      '私钥应写作“PRIVATE+KEY+名称+八位编号+base64”，单独一行。检查私钥文件是否完整。',
      'A private key is written PRIVATE+KEY+name+id+base64, on one line. See whether the key file is whole.',
    )
  }
  const [, name, keyId, encoded] = parts as unknown as [string, string, string, string]
  return parseKey(name, keyId, encoded, signerOf, (signer) => signer.verifier)
}

function parseKey<Key>(
  name: string,
  keyId: string,
  encoded: string,
  make: (name: string, algorithm: SignatureName, key: Uint8Array) => Key,
  verifierIn: (key: Key) => Verifier,
): Outcome<Key> {
  const bytes = fromBase64(encoded) ?? new Uint8Array(0)
  const algorithm = (['ed25519', 'sm2'] as const).find((one) => {
    const type = signatureType[one]
    return Buffer.compare(bytes.subarray(0, type.length), type) === 0
  })
  if (algorithm === undefined) {
    return fail(
      `密钥“${name}”的算法不认识。可用的有 ed25519 和 sm2。`,
      `The algorithm of the key “${name}” is unknown. There are ed25519 and sm2.`,
    )
  }
  let key: Key
  try {
    key = make(name, algorithm, bytes.subarray(signatureType[algorithm].length))
  } catch {
    return damaged(name)
  }
  return verifierIn(key).keyId === keyId ? ok(key) : damaged(name)
}

const damaged = (name: string) =>
  fail(
    `密钥“${name}”不完整或抄错了。重新复制整行。`,
    `The key “${name}” is cut short or miscopied. Copy the whole line again.`,
  )
