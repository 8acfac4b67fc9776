/** Bytes as hexadecimal text, which is how entries write digests, and back. */

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
export const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
