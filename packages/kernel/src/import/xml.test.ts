import { describe, expect, test } from 'vitest'
import { FileTrouble } from './sheet.ts'
import { attribute, XmlScanner } from './xml.ts'

/** Everything a scanner says, texts joined as they come. */
function eventsOf(pieces: readonly string[]): string {
  const said: string[] = []
  const scanner = new XmlScanner({
    open: (name, attributes) => void said.push(`<${name}${attributes}>`),
    close: (name) => void said.push(`</${name}>`),
    text: (text) => void said.push(text),
  })
  for (const piece of pieces) scanner.push(piece)
  scanner.end()
  return said.join('')
}

const xml = `\ufeff<?xml version="1.0"?><!-- <not> --><x:a p="1>0" q='"'><b/>示例&lt;&#x41;&#66;&amp;lt;<![CDATA[<c>&amp;]]></x:a>\n`

describe('the XML of a workbook', () => {
  test('is the same wherever it is cut', () => {
    const expected = '\ufeff<a p="1>0" q=\'"\'><b></b>示例<AB&lt;<c>&amp;</a>'
    expect(eventsOf([xml])).toBe(expected)
    expect(eventsOf(Array.from(xml))).toBe(expected)
    for (let at = 0; at <= xml.length; at++) {
      expect(eventsOf([xml.slice(0, at), xml.slice(at)])).toBe(expected)
    }
  })

  test.each(['<a>', '<a', 'text', '<a>&who;</a>', '<a>&#x110000;</a>', '<!DOCTYPE a><a/>', '</a>'])(
    '%s is damaged',
    (text) => {
      expect(() => eventsOf([text])).toThrow(FileTrouble)
    },
  )

  test('a tag or a text without end is not gathered without end', () => {
    const scanner = new XmlScanner({ open() {}, close() {}, text() {} })
    const piece = 'x'.repeat(600 * 1024)
    scanner.push(`<a>${piece}`)
    expect(() => scanner.push(piece)).toThrow(FileTrouble)
  })

  test('attributes, with prefixes or without', () => {
    const attributes = ` xmlns:r="x" r:id='rId1' sheetId="2" name="甲&amp;乙"`
    expect(attribute(attributes, 'id')).toBe('rId1')
    expect(attribute(attributes, 'sheetId')).toBe('2')
    expect(attribute(attributes, 'name')).toBe('甲&乙')
    expect(attribute(attributes, 'Id')).toBeUndefined()
  })
})
