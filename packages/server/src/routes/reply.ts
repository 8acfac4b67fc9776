/** Replies with an ETag, compressed where the reader takes it. */
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A body made once, with its fingerprint and its compressed forms made when first asked for. */
export interface Body {
  readonly type: string
  readonly text: string
  readonly tag: string
  readonly packed: Map<string, Buffer>
}

/** Makes a body to be sent any number of times. */
export function bodyOf(type: string, text: string): Body {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  return { type, text, tag, packed: new Map() }
}

const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

function pack(body: Body, encoding: 'br' | 'gzip'): Buffer {
  const made = body.packed.get(encoding)
  if (made) return made
  const packed = encoding === 'br' ? brotliCompressSync(body.text, quick) : gzipSync(body.text)
  body.packed.set(encoding, packed)
  return packed
}

/** Small answers are not worth unpacking. */
const worthPacking = 1024

/** Sends a body, or 304 when the reader has it already. */
export function send(request: FastifyRequest, reply: FastifyReply, body: Body): FastifyReply {
  const tag = `W/"${body.tag}"`
  reply.header('etag', tag).header('cache-control', 'no-cache').header('vary', 'accept-encoding')
  if (request.headers['if-none-match']?.split(/\s*,\s*/).includes(tag))
    return reply.code(304).send()
  reply.type(body.type)
  const accepted = request.headers['accept-encoding'] ?? ''
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null
  if (!encoding || body.text.length < worthPacking) return reply.send(body.text)
  return reply.header('content-encoding', encoding).send(pack(body, encoding))
}
