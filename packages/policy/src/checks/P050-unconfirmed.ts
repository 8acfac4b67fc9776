import type { Definition } from '../problem.ts'
import type { Check } from './context.ts'

/** A 解释 is still waiting to be confirmed. Not an error, but never invisible. */
export const P050: Definition<{ number: number; status: string; text: string }> = {
  code: 'P050',
  severity: 'note',
  message: ({ number, status, text }) => ({
    zh: `解释 ${number}（${status}）：${text}`,
    en: `Interpretation ${number} is not confirmed (${status}).`,
  }),
  remedy: () => ({
    zh: '由有解释权的机关确认后，把“待确认”改成“已确认”。',
    en: 'Once the competent authority has confirmed it, write 已确认.',
  }),
}

export const checkInterpretations: Check = ({ policy, say }) => {
  for (const one of policy.interpretations) {
    if (one.status !== '已确认') say(P050, one.place, one)
  }
}
