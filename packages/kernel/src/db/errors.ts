/** What went wrong in a database, told from the errors of either driver. */

/** The five characters of SQLSTATE (`23505`), or null where the server never answered. */
export function sqlState(error: unknown): string | null {
  const code = codeOf(error)
  return code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null
}

/** A key that must be unique is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505'
}

/** Two transactions were in each other's way; the whole transaction may be tried again. */
export function isSerialization(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01'
}

/** A statement took longer than it may, or waited longer for a lock than it may. */
export function isTimeout(error: unknown): boolean {
  const state = sqlState(error)
  return state === '57014' || state === '55P03'
}

/** Codes of the socket: the server is not there, or no longer there. */
const socketCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])

/** SQLSTATEs of a server that shuts down, starts up or has no connection to spare. */
const goneStates = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03', '25P04'])

/** The driver has no code for these. */
const goneMessages = [
  'Connection terminated',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
]

/**
 * The connection is gone, so that nothing is known of what was under way: a commit that was on
 * its way may have happened. The work may be tried again only if that does no harm.
 */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof DatabaseBroken) return true
  const code = codeOf(error)
  if (code !== null && (socketCodes.has(code) || goneStates.has(code))) return true
  if (code?.startsWith('08') && code.length === 5) return true
  return error instanceof Error && goneMessages.some((one) => error.message.startsWith(one))
}

/** The database inside this process has stopped and must be opened again, from its files. */
export class DatabaseBroken extends Error {
  constructor(cause: string) {
    super(`数据库已停止，重新启动服务即可恢复。\nThe database has stopped; restart. (${cause})`)
    this.name = 'DatabaseBroken'
  }
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null
  return typeof error.code === 'string' ? error.code : null
}
