/**
 * The candidate most like `word`, or null when none is near: for “did you mean”.
 *
 * Near is at most a third of the word's characters, and at least one, inserted, dropped,
 * replaced or swapped with a neighbour; something must be left in common. Ties go to the
 * earlier candidate.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const letters = Array.from(word)
  const limit = Math.max(1, letters.length / 3)
  let best: { candidate: string; distance: number } | null = null
  for (const candidate of candidates) {
    const others = Array.from(candidate)
    if (Math.abs(others.length - letters.length) > limit) continue
    const distance = editDistance(letters, others)
    const shares = distance < Math.max(letters.length, others.length) || distance === 0
    if (shares && distance <= limit && (best === null || distance < best.distance)) {
      best = { candidate, distance }
    }
  }
  return best === null ? null : best.candidate
}

/** Damerau–Levenshtein distance over characters, a swap of neighbours counting once. */
function editDistance(a: readonly string[], b: readonly string[]): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(replaced, at(last, j) + 1, at(row, j - 1) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, at(beforeLast, j - 2) + 1)
      }
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return at(last, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
