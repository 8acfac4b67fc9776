/** Colours, or none. */
export type Ink = (text: string, colour: Colour) => string
export type Colour = 'red' | 'green' | 'yellow' | 'cyan' | 'dim' | 'bold'

const codes: Readonly<Record<Colour, number>> = {
  red: 31,
  green: 32,
  yellow: 33,
  cyan: 36,
  dim: 2,
  bold: 1,
}

/** Paints text, or leaves it plain. */
export const inkOf =
  (coloured: boolean): Ink =>
  (text, colour) =>
    coloured ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text
