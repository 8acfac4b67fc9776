/** 发布通知: a call is opened with what it sets, or set anew from a day. */

import type { Fact, Policy } from '@huoshui/policy'
import { indexOf } from '@huoshui/policy'
import type { Day } from '@huoshui/values'
import type { Json } from '../codec.ts'
import type { FactRow, SubjectRow } from '../entry.ts'
import { isUuid } from '../ids.ts'
import { kindName, ownerOf } from '../known.ts'
import {
  type BuiltIn,
  type Consequence,
  dayFilled,
  type InTheWay,
  inTheWay,
  isInTheWay,
  nothing,
  textOf,
  trouble,
} from './built-in.ts'
import { contentOf, objectIn, type Shape } from './shape.ts'
import { inUse, isCall, valueFor } from './vocabulary.ts'

/** What a file of 发布通知 holds: values by fact name, as `toJson` writes them. */
export interface CallFile {
  readonly values: { readonly [name: string]: Json }
}

interface Prepared {
  readonly subjects: readonly SubjectRow[]
  readonly facts: readonly FactRow[]
}

type Found<T> = T | InTheWay

/** 拟发通知: it could be published as it stands. */
export async function draftCall(one: BuiltIn): Promise<Consequence> {
  const found = await preparedCall(one)
  return isInTheWay(found) ? found : nothing
}

/** 同意发布: matters can be opened under it from its first day. */
export async function publishCall(one: BuiltIn): Promise<Consequence> {
  const found = await preparedCall(one)
  return isInTheWay(found) ? found : { body: found }
}

/** 拟改通知: it could be amended so. */
export async function draftAmendment(one: BuiltIn): Promise<Consequence> {
  const found = await preparedAmendment(one)
  return isInTheWay(found) ? found : nothing
}

/** 同意修改: its values are others from a day on; what was done before stays. */
export async function amendCall(one: BuiltIn): Promise<Consequence> {
  const found = await preparedAmendment(one)
  return isInTheWay(found) ? found : { body: found }
}

async function preparedCall(one: BuiltIn): Promise<Found<Prepared>> {
  const slug = textOf(one, '所属政策')
  const kind = textOf(one, '通知种类')
  const name = textOf(one, '通知名称')
  const [from, to] = [dayFilled(one, '通知起日') as Day, dayFilled(one, '通知止日') as Day]
  const policy = policyWith(one, slug, kind, from)
  if (isInTheWay(policy)) return policy
  const named = kindName(policy, kind)
  const known = await one.tx.query<{ id: string }>(
    'select id from subject where kind = $1 and name = $2',
    [named, name],
  )
  if (known.length > 0) {
    return inTheWay(
      trouble(
        [`已经发布过叫“${name}”的${kind}。`, `A ${kind} “${name}” has been published.`],
        ['要改它，拟改通知；另发一期，换一个名称。', 'Amend it, or give this one another name.'],
        { zh: '通知名称', en: '通知名称' },
      ),
    )
  }
  const id = one.context.makeId()
  const values = await valuesIn(one, policy, kind, id, from)
  if (isInTheWay(values)) return values
  return {
    subjects: [{ id, kind: named, name, openFrom: from, openTo: to }],
    facts: values.facts,
  }
}

/** The policy whose kind it is: the version that will be in force on the first day, or any. */
function policyWith(one: BuiltIn, slug: string, kind: string, day: Day): Found<Policy> {
  const { registry } = one.loaded
  const versions = inUse(registry).filter((policy) => policy.meta.slug === slug)
  if (versions.length === 0) {
    return inTheWay(
      trouble(
        [`没有装着“${slug}”这件政策。`, `No policy “${slug}” is installed.`],
        ['写政策的标识，如文首所写。', 'Write the identifier that its front matter has.'],
        { zh: '所属政策', en: '所属政策' },
      ),
    )
  }
  const inForce = registry.policyOf(slug, day)
  const policy = [inForce, ...versions].find((it) => it && isCall(it, kind))
  if (policy) return policy
  const kinds = versions.flatMap((it) => it.kinds.filter((each) => each.call).map((k) => k.name))
  const list = [...new Set(kinds)]
  return inTheWay(
    trouble(
      [`“${slug}”没有由通知设定的“${kind}”。`, `“${slug}” has no kind “${kind}” set by notices.`],
      list.length > 0
        ? [`写其中之一：${list.join('、')}。`, `Write one of ${list.join(', ')}.`]
        : ['这件政策没有通知可发。', 'This policy has no notices.'],
      { zh: '通知种类', en: '通知种类' },
    ),
  )
}

async function valuesIn(
  one: BuiltIn,
  policy: Policy,
  kind: string,
  subject: string,
  from: Day,
): Promise<Found<{ readonly facts: readonly FactRow[] }>> {
  const file = await contentOf(one, '通知文件')
  if (isInTheWay(file)) return file
  const place = { zh: '通知文件', en: '通知文件' }
  const shape: Shape = { troubles: [] }
  const own = policy.facts.filter((fact) => fact.kind === kind)
  const facts: FactRow[] = []
  const { facts: byName } = indexOf(policy)
  for (const [name, json] of Object.entries(objectIn(shape, file.json, 'values', place))) {
    const fact: Fact | undefined = byName.get(`${kind}.${name}`)
    if (!fact) {
      shape.troubles.push(
        trouble(
          [`“${kind}”没有“${name}”这项事实。`, `“${kind}” has no fact “${name}”.`],
          [
            `写其中之一：${own.map((it) => it.name).join('、')}。`,
            `Write one of ${own.map((it) => it.name).join(', ')}.`,
          ],
          place,
        ),
      )
      continue
    }
    const read = valueFor(fact, json, place)
    if (!('value' in read)) shape.troubles.push(read)
    else {
      facts.push({
        subject,
        owner: ownerOf(fact),
        name: fact.name,
        value: read.value,
        evidence: '通知',
        source: textOf(one, '通知依据'),
        from,
      })
    }
  }
  return shape.troubles.length > 0 ? shape : { facts }
}

interface CallRecord {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly open_from: Day
  readonly open_to: Day | null
}

async function preparedAmendment(one: BuiltIn): Promise<Found<Prepared>> {
  const id = textOf(one, '被改通知')
  const [call] = isUuid(id)
    ? await one.tx.query<CallRecord>(
        `select id, kind, name, open_from, open_to from subject
          where id = $1 and open_from is not null`,
        [id],
      )
    : []
  if (!call) {
    return inTheWay(
      trouble(
        [`没有发布过编号为“${id}”的通知。`, `No call “${id}” has been published.`],
        ['从已发布的通知里选。', 'Choose from the calls published.'],
        { zh: '被改通知', en: '被改通知' },
      ),
    )
  }
  const since = dayFilled(one, '改自') as Day
  const slug = call.kind.slice(0, call.kind.indexOf('#'))
  const kind = call.kind.slice(call.kind.indexOf('#') + 1)
  const policy = policyWith(one, slug, kind, since)
  if (isInTheWay(policy)) return policy
  const values = await valuesIn(one, policy, kind, id, since)
  if (isInTheWay(values)) return values
  const to = dayFilled(one, '新止日')
  if (values.facts.length === 0 && !to) {
    return inTheWay(
      trouble(
        ['什么也没有改。', 'Nothing is amended.'],
        ['在文件的“values”里写新的值，或者写新止日。', 'Give new values, or a new last day.'],
        { zh: '通知文件', en: '通知文件' },
      ),
    )
  }
  if (to && to < call.open_from) {
    return inTheWay(
      trouble(
        [`它从 ${call.open_from} 起，不能在那以前止。`, `It begins on ${call.open_from}.`],
        ['新止日不早于起日。', 'Give a last day that is not before the first.'],
        { zh: '新止日', en: '新止日' },
      ),
    )
  }
  const { name, open_from: openFrom } = call
  const subjects = to ? [{ id, kind: call.kind, name, openFrom, openTo: to }] : []
  return { subjects, facts: values.facts }
}
