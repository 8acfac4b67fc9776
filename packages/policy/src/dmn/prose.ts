/** Words from a model as plain text inside Markdown: nothing in them is a mark. */

const wide: Readonly<Record<string, string>> = {
  '|': '｜',
  '`': '’',
  '*': '＊',
  '<': '＜',
  '[': '［',
  ']': '］',
  '\\': '＼',
  '&': '＆',
  '~': '～',
  _: '＿',
}

/** One line of text in which Markdown finds nothing but text. */
export const prose = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[|`*<[\]\\&~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (c) => wide[c] as string)
