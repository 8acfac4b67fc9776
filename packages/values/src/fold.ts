/**
 * Full-width ASCII forms become their half-width twins.
 *
 * People type amounts, dates and codes with an input method on; the meaning is the same. The
 * ideographic space needs no folding: `trim` and `\s` know it.
 */
export function foldWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E]/g, (char) =>
    String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  )
}
