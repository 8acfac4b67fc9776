/** Built-in procedures done by two people, with what they say in stored files. */
import type { Json } from '../src/codec.ts'
import type { Database } from '../src/db/database.ts'
import { storeFile } from '../src/files.ts'
import type { ActRequest, Answer, Asker, Done } from '../src/request.ts'
import type { City } from './city.ts'

export type Filled = { readonly [name: string]: Json }

export const yuan = (text: string): Json => ({ n: text })
export const on = (text: string): Json => ({ d: text })
export const count = (number: number): Json => ({ n: String(number) })

/** A person of the city in a role, or anybody else. */
export const as = (city: City, role: string, actor = city.people[role] ?? null): Asker => ({
  actor,
  role,
})

let keys = 0

/** Does an act in a matter, or opens one with it. */
export function act(
  city: City,
  target: string | { readonly policy?: string; readonly procedure: string },
  name: string,
  asker: Asker,
  more: Pick<ActRequest, 'filled' | 'slots'> = {},
): Promise<Answer> {
  keys++
  return city.kernel.act({
    key: `two-${keys}`,
    target:
      typeof target === 'string'
        ? { form: 'matter', id: target }
        : { form: 'open', policy: target.policy ?? 'system', procedure: target.procedure },
    act: name,
    asker,
    ...more,
  })
}

/** The answer, which has to be that it is done. */
export function done(answer: Answer): Done {
  if (!answer.ok) throw new Error(`${answer.refusal.code} ${answer.refusal.message.zh}`)
  return answer
}

/** `R5 同一事项后来已有别的动作。` or the state. */
export const outcome = (answer: Answer): string =>
  answer.ok ? answer.state : `${answer.refusal.code} ${answer.refusal.message.zh}`

/** What two people do in a built-in procedure: one opens the matter, another agrees. */
export interface Pair {
  readonly procedure: string
  readonly propose: string
  readonly agree: string
  /** 经办人 and 复核人 unless said. */
  readonly by?: readonly [string, string]
}

export const pairs = {
  correction: { procedure: '更正', propose: '提出更正', agree: '同意更正' },
  opening: { procedure: '期初', propose: '登记期初', agree: '同意期初' },
  importing: { procedure: '导入事实', propose: '提交导入', agree: '同意导入' },
  installing: { procedure: '安装政策', propose: '提交政策', agree: '同意安装' },
  withdrawing: { procedure: '安装政策', propose: '提出停用', agree: '同意停用' },
  publishing: { procedure: '发布通知', propose: '拟发通知', agree: '同意发布' },
  amending: { procedure: '发布通知', propose: '拟改通知', agree: '同意修改' },
  person: { procedure: '登记人员', propose: '提出登记人员', agree: '同意登记人员' },
  subject: { procedure: '登记主体', propose: '提出登记主体', agree: '同意登记主体' },
  appointing: {
    procedure: '任免',
    propose: '提名',
    agree: '批准任命',
    by: ['管理员', '单位负责人'],
  },
} as const satisfies { readonly [name: string]: Pair }

/** The first person's act. */
export const propose = (city: City, pair: Pair, filled: Filled): Promise<Answer> =>
  act(city, { procedure: pair.procedure }, pair.propose, as(city, pair.by?.[0] ?? '经办人'), {
    filled,
  })

/** The second person's act. */
export const agree = (
  city: City,
  pair: Pair,
  matter: string,
  filled: Filled = {},
): Promise<Answer> => act(city, matter, pair.agree, as(city, pair.by?.[1] ?? '复核人'), { filled })

/** Both, which have to be done. */
export async function both(
  city: City,
  pair: Pair,
  filled: Filled,
  checked: Filled = {},
): Promise<Done> {
  const { matter } = done(await propose(city, pair, filled))
  return done(await agree(city, pair, matter, checked))
}

/** Stores a JSON file and answers its digest. */
export const jsonFile = (db: Database, content: unknown): Promise<string> =>
  storeFile(db, {
    name: '示例.json',
    mediaType: 'application/json',
    bytes: new TextEncoder().encode(JSON.stringify(content)),
  })

/** A test's installation says of its policy file what the check says of it. */
export const checkedPolicy = (file: string): Filled => ({
  政策文件: file,
  政策录入人: '示例录入员',
  政策复核人: '示例复核员',
  检查错误数: count(0),
  未通过算例数: count(0),
  漏网变异数: count(0),
})
