/** Files by their digests: stored once, never changed. What an act says is often in one. */
import { createHash } from 'node:crypto'
import type { Session } from './db/database.ts'
import { bytesOf } from './hex.ts'
import { logSize } from './log-store.ts'
import { BadRequest } from './request.ts'

export interface FileGiven {
  /** As it was called where it came from; at most `fileNameMax` characters, without a folder. */
  readonly name: string
  /** One of `mediaTypes`. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Bytes that a file can have at most: 20 MiB. */
export const fileBytesMax = 20 * 1024 * 1024
export const fileNameMax = 200

const zip = [0x50, 0x4b, 0x03, 0x04]

/** Types that can be stored, with how their bytes begin; null is a text in UTF-8. */
const beginnings: { readonly [mediaType: string]: readonly number[] | null } = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': zip,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': zip,
  'application/json': null,
  'text/csv': null,
  'text/markdown': null,
  'text/plain': null,
}

export const mediaTypes: readonly string[] = Object.keys(beginnings)

/**
 * Stores a file. The same bytes again are the file that is there, under its first name.
 *
 * @returns the hexadecimal SHA-256 of the bytes, by which acts name the file
 * @throws BadRequest where the file is empty, too large, badly named or not what it says it is
 */
export async function storeFile(session: Session, file: FileGiven): Promise<string> {
  const wrong = problemOf(file)
  if (wrong) throw wrong
  const digest = createHash('sha256').update(file.bytes).digest('hex')
  const size = BigInt(file.bytes.length)
  await session.query(
    `insert into file (digest, name, media_type, size, bytes, stored)
     values ($1, $2, $3, $4, $5, $6) on conflict (digest) do nothing`,
    [bytesOf(digest), file.name, file.mediaType, size, file.bytes, BigInt(await logSize(session))],
  )
  return digest
}

/** A stored file; null where no file has the digest. */
export async function fileOf(session: Session, digest: string): Promise<FileGiven | null> {
  if (!isDigest(digest)) return null
  const [row] = await session.query<{ name: string; media_type: string; bytes: Uint8Array }>(
    'select name, media_type, bytes from file where digest = $1',
    [bytesOf(digest)],
  )
  return row ? { name: row.name, mediaType: row.media_type, bytes: row.bytes } : null
}

/** Whether a text is a file's digest as acts write it. */
export const isDigest = (text: string): boolean => /^[0-9a-f]{64}$/.test(text)

function problemOf({ name, mediaType, bytes }: FileGiven): BadRequest | null {
  const begins = beginnings[mediaType]
  if (begins === undefined) {
    const types = mediaTypes.join('、')
    return new BadRequest(
      `不收“${mediaType}”这种文件。换成其中之一：${types}。`,
      `Files of the type “${mediaType}” are not taken. Use one of ${mediaTypes.join(', ')}.`,
    )
  }
  if (name === '' || name.length > fileNameMax || /[/\\\p{Cc}]/u.test(name)) {
    return new BadRequest(
      `文件名要有 1 到 ${fileNameMax} 个字，不含斜杠和控制字符。改名后再传。`,
      `A file's name has 1 to ${fileNameMax} characters, no slash and no control character.`,
    )
  }
  if (bytes.length === 0) {
    return new BadRequest(`“${name}”是空的。选有内容的文件。`, `“${name}” is empty.`)
  }
  if (bytes.length > fileBytesMax) {
    const most = fileBytesMax / 1024 / 1024
    return new BadRequest(
      `“${name}”超过 ${most} MB。压缩图片，或者分成几份。`,
      `“${name}” is larger than ${most} MB. Compress its pictures, or split it.`,
    )
  }
  if (begins === null ? isUtf8(bytes) : begins.every((byte, i) => bytes[i] === byte)) return null
  return new BadRequest(
    `“${name}”的内容不是${mediaType}。用原来的程序另存一份再传。`,
    `What is in “${name}” is not ${mediaType}. Save it anew with the program it comes from.`,
  )
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !bytes.includes(0)
  } catch {
    return false
  }
}
