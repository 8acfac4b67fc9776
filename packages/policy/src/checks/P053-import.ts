import type { Definition } from '../problem.ts'

/** 引用 names a policy or a rule that isn't there. */
export const P053: Definition<{ slug: string; rule: string; policy: boolean }> = {
  code: 'P053',
  severity: 'error',
  message: ({ slug, rule, policy }) =>
    policy
      ? { zh: `政策“${slug}”里没有规则“${rule}”。`, en: `Policy “${slug}” has no rule “${rule}”.` }
      : { zh: `没有政策“${slug}”。`, en: `There is no policy “${slug}”.` },
  remedy: () => ({
    zh: '引用写成“路径#规则名”，路径是 policies/ 下去掉 .md 的部分。',
    en: 'Write 引用 as path#rule, the path being that below policies/ without .md.',
  }),
}
