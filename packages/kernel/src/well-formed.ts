/** Whether a request can be one at all: its ids are ids, its key is a key. */
import { isUuid } from './ids.ts'
import { type ActRequest, BadRequest } from './request.ts'

const keyLengthMax = 200

/** The ids that a request names, each with what it is of. */
function idsOf({
  target,
  asker,
  slots = {},
}: ActRequest): [what: string, en: string, id: string][] {
  const ids: [string, string, string][] = []
  if (target.form === 'matter') ids.push(['事项', 'matter', target.id])
  if (target.form === 'batch' && target.call) ids.push(['通知', 'call', target.call])
  if (asker.actor !== null) ids.push(['经办人', 'person', asker.actor])
  if (asker.subject !== undefined) ids.push(['所代表的单位', 'organisation', asker.subject])
  for (const [kind, slot] of Object.entries(slots)) {
    if ('id' in slot) ids.push([kind, kind, slot.id])
  }
  return ids
}

/** Why a request can't be decided, or null when it can; it never reaches a batch. */
export function malformed(request: ActRequest): BadRequest | null {
  const { key } = request
  if (key === '' || key.length > keyLengthMax) {
    return new BadRequest(
      `请求的编号要有 1 到 ${keyLengthMax} 个字符。`,
      `The key of a request has 1 to ${keyLengthMax} characters.`,
    )
  }
  const wrong = idsOf(request).find(([, , id]) => !isUuid(id))
  if (!wrong) return null
  const [what, en, id] = wrong
  return new BadRequest(
    `“${id}”不是${what}的编号。编号是小写的 UUID；看得见的号码先换成编号。`,
    `“${id}” is no id of a ${en}. An id is a UUID in lower case; look a visible number up first.`,
  )
}
