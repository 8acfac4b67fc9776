import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { importDmn } from './import.ts'
import { limits, readXml, type Xml } from './xml-read.ts'

const namespace = 'https://www.omg.org/spec/DMN/20230324/MODEL/'

function rootOf(text: string): Xml {
  const read = readXml(text)
  if ('fault' in read) throw new Error(read.fault.kind)
  return read.root
}

const faultOf = (text: string) => {
  const read = readXml(text)
  return 'fault' in read ? read.fault : null
}

describe('what is read', () => {
  it('gives names, namespaces, attributes, text and places', () => {
    const root = rootOf(
      '<?xml version="1.0"?>\n<a:b xmlns:a="u:x" c="1 &lt; 2">\n  <d>x &amp; y</d></a:b>',
    )
    expect(root).toMatchObject({ name: 'b', namespace: 'u:x', line: 2, column: 1 })
    expect(root.attrs.get('c')).toBe('1 < 2')
    expect(root.children[0]).toMatchObject({
      ...{ name: 'd', text: 'x & y', line: 3, column: 3, textLine: 3, textColumn: 6 },
    })
  })

  it('joins text around comments, and reads CDATA', () => {
    expect(rootOf('<a>1<!-- <b> --> <![CDATA[< 2 & <!DOCTYPE x>]]></a>').text).toBe(
      '1 < 2 & <!DOCTYPE x>',
    )
  })

  it('does not mind a byte order mark, or how lines end', () => {
    expect(rootOf('\ufeff<a>\r\n1\r2</a>').text).toBe('\n1\n2')
  })
})

describe('what is refused', () => {
  const bomb = [
    '<!DOCTYPE a [<!ENTITY l "lol">',
    ...Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i} "${`&l${i || ''};`.repeat(10)}">`),
    ']><a>&l8;</a>',
  ].join('\n')

  it.each([
    ['a document type that names entities', bomb, 'doctype'],
    [
      'an entity from outside',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a>&x;</a>',
      'doctype',
    ],
    [
      'a document type with spaces and comments before',
      '<?xml version="1.0"?><!-- -->\n<!DOCTYPE a><a/>',
      'doctype',
    ],
    ['a document type in small letters', '<!doctype a><a/>', 'doctype'],
    ['nesting', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`, 'depth'],
    ['many elements', `<a>${'<b/>'.repeat(limits.elements)}</a>`, 'elements'],
    [
      'many attributes',
      `<a ${Array.from({ length: 101 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
      'attributes',
    ],
    ['many characters', `<a>${' '.repeat(limits.characters)}</a>`, 'characters'],
    ['a control character', '<a>\u0001</a>', 'control'],
    ['nothing', '', 'malformed'],
    ['no mark', 'hello', 'malformed'],
    ['an entity that nobody declares', '<a>&lol;</a>', 'malformed'],
    ['elements that cross', '<a><b></a></b>', 'malformed'],
    ['an element without an end', '<a><b/>', 'malformed'],
    ['a quote without an end', '<a b="1><c/></a>', 'malformed'],
    ['an attribute without quotes', '<a b=1/>', 'malformed'],
    ['an attribute twice', '<a b="1" b="2"/>', 'malformed'],
    ['two roots', '<a/><b/>', 'malformed'],
    ['a prefix that is not declared', '<x:a/>', 'malformed'],
  ])('%s', (_, text, kind) => {
    const before = performance.now()
    expect(faultOf(text)?.kind).toBe(kind)
    expect(performance.now() - before).toBeLessThan(3000)
  })

  it('says where a fault stands', () => {
    expect(faultOf('<a>\n  <b></c>\n</a>')).toMatchObject({ line: 2 })
    expect(faultOf('<?xml version="1.0"?>\n <!DOCTYPE a><a/>')).toMatchObject({
      line: 2,
      column: 2,
    })
  })

  it('is told to people by the import, and nothing is drafted', () => {
    const options = { file: 'x.dmn', slug: 'a/b' }
    const { draft, diagnostics } = importDmn(bomb, options)
    expect(draft).toBeNull()
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]).toMatchObject({ code: 'D101', severity: 'error', place: { line: 1 } })
    expect(diagnostics[0]?.message.zh).toContain('DOCTYPE')
    expect(importDmn('<html/>', options).diagnostics[0]?.code).toBe('D102')
    expect(importDmn('<definitions xmlns="u:x"/>', options).diagnostics[0]?.code).toBe('D102')
  })
})

describe('whatever stands in a file', () => {
  const options = { file: 'x.dmn', slug: 'a/b' }
  const piece = fc.constantFrom(
    ...['<decision id="a" name="a">', '</decision>', '<variable name="x" typeRef="number"/>'],
    ...['<literalExpression>', '</literalExpression>', '<text>1 + </text>', '<text>a</text>'],
    ...['<decisionTable>', '</decisionTable>', '<rule>', '</rule>', '<output/>', '<input/>'],
    ...['<inputData/>', '<informationRequirement>', '<requiredInput href="#a"/>', '<![CDATA['],
    ...['</informationRequirement>', '<context>', '</context>', '<contextEntry/>', ']]>', '&amp;'],
    ...['<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>', '<', '"', '&', '|`\n'],
  )

  it('the import never throws, and reads what it writes', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = `<definitions xmlns="${namespace}" name="n">${pieces.join('')}</definitions>`
        const { draft, diagnostics } = importDmn(text, options)
        expect(draft !== null || diagnostics.length > 0).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('well-formed nonsense is never dropped without a word', () => {
    const leaf = fc.constantFrom('<text>1 +</text>', '<text>x</text>', '<text/>', '<rule/>', '')
    const logic = fc.constantFrom(
      'literalExpression',
      'decisionTable',
      'context',
      'invocation',
      'for',
    )
    const decision = fc.tuple(logic, leaf).map(([name, inner]) => `<${name}>${inner}</${name}>`)
    fc.assert(
      fc.property(fc.array(decision, { minLength: 1, maxLength: 5 }), (all) => {
        const body = all.map((one, i) => `<decision id="d${i}" name="规${i}">${one}</decision>`)
        const text = `<definitions xmlns="${namespace}" name="n">${body.join('')}</definitions>`
        const { carried, left, diagnostics } = importDmn(text, options)
        expect([...carried.map((one) => one.decision), ...left].sort()).toEqual(
          all.map((_, i) => `规${i}`),
        )
        for (const name of left) {
          expect(diagnostics.some((one) => one.message.zh.includes(`“${name}”`))).toBe(true)
        }
      }),
    )
  })
})
