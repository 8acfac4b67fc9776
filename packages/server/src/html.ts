/** HTML by template, where everything that is not HTML already is escaped. */

export interface Html {
  readonly html: string
}

export type Part = Html | string | number | null | undefined | false | readonly Part[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text that can stand in an element or a quoted attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (c) => entities[c] as string)
}

/** HTML made elsewhere by something that escapes; never text from outside. */
export const raw = (html: string): Html => ({ html })

function textOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  if (Array.isArray(part)) return (part as readonly Part[]).map(textOf).join('')
  return (part as Html).html
}

/** The template with its parts escaped. Lists are joined; null, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = strings.flatMap((string, i) =>
    i === 0 ? [string] : [textOf(parts[i - 1]), string],
  )
  return { html: pieces.join('') }
}
