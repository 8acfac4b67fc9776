import type { Definition } from '../problem.ts'

/** The first header cell looks like an executable table but names none of the eight kinds. */
export const P002: Definition<{ found: string; nearest: string | null }> = {
  code: 'P002',
  severity: 'error',
  message: ({ found }) => ({
    zh: `表头“${found}”不是八种表之一。`,
    en: `“${found}” is none of the eight kinds of table.`,
  }),
  remedy: ({ nearest }) => ({
    zh: nearest
      ? `是否想写“${nearest}”？八种是：事实、条件、决策、评分、账户、流程、记账、算例。`
      : '第一格写“种类：名称”，种类是：事实、条件、决策、评分、账户、流程、记账、算例。',
    en: `${nearest ? `Did you mean “${nearest}”? ` : ''}The kinds are 事实 facts, 条件 conditions, 决策 decision, 评分 score, 账户 accounts, 流程 procedure, 记账 transfers, 算例 examples.`,
  }),
  fix: ({ nearest }) => nearest ?? undefined,
}
