import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Inline, parseInline, safeAddress } from '../../../../dashboard/chat/inline.ts'
import { type Block, parseMarkdown } from '../../../../dashboard/chat/markdown.ts'

/** The tree in short, with only what was understood as something. */
function shown(inlines: readonly Inline[]): string {
  return inlines.map(shownOne).join('')
}

function shownOne(inline: Inline): string {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'code':
      return `{code ${inline.text}}`
    case 'link':
      return `{link ${inline.href} ${shown(inline.children)}}`
    case 'strong':
    case 'em':
      return `{${inline.type} ${shown(inline.children)}}`
  }
}

const read = (text: string): string => shown(parseInline(text))

function addressesIn(inlines: readonly Inline[]): string[] {
  return inlines.flatMap((inline) => {
    if (inline.type === 'link') return [inline.href, ...addressesIn(inline.children)]
    return 'children' in inline ? addressesIn(inline.children) : []
  })
}

function linksIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'paragraph':
        return block.lines.flatMap(addressesIn)
      case 'heading':
        return addressesIn(block.children)
      case 'list':
        return block.items.flatMap(addressesIn)
      case 'code':
        return []
    }
  })
}

describe('Markdown', () => {
  it.each([
    ['**bold** and *italic*', '{strong bold} and {em italic}'],
    ['***both***', '{strong {em both}}'],
    ['a * b * c and 2*3', 'a * b * c and 2*3'],
    ['snake_case_name and __strong__', 'snake_case_name and {strong strong}'],
    ['`a **b** c`', '{code a **b** c}'],
    ['an open ** and ` here', 'an open ** and ` here'],
    ['[here](https://example.com/a?b=1)', '{link https://example.com/a?b=1 here}'],
    ['[**b**](https://example.com "t")', '{link https://example.com/ {strong b}}'],
    ['See https://example.com/x.', 'See {link https://example.com/x https://example.com/x}.'],
    ['(https://example.com)', '({link https://example.com/ https://example.com})'],
    [
      '[call](tel:+12025550100) [write](mailto:a@example.com)',
      '{link tel:+12025550100 call} {link mailto:a@example.com write}',
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it('knows paragraphs, lists, headings and code', () => {
    const text = '# Title\nOne\ntwo\n\n- a\n- b\n  more\n\n3. c\n4. d\n```js\n<b>*x*</b>\n```\nend'
    const shapes = parseMarkdown(text).map((block) => {
      switch (block.type) {
        case 'paragraph':
          return block.lines.map(shown)
        case 'heading':
          return `# ${shown(block.children)}`
        case 'list':
          return [block.ordered ? block.start : '-', ...block.items.map(shown)]
        case 'code':
          return { code: block.text }
      }
    })
    expect(shapes).toEqual([
      '# Title',
      ['One', 'two'],
      ['-', 'a', 'b more'],
      [3, 'c', 'd'],
      { code: '<b>*x*</b>' },
      ['end'],
    ])
  })

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox(1))',
    '[x](blob:null/1)',
    '[x](file:///etc/passwd)',
    '[x](//example.com)',
    '[x](/logout)',
    '[x](https://bank.example@evil.example/)',
    '[x](ftp://example.com)',
  ])('makes no link of %s', (text) => {
    expect(linksIn(parseMarkdown(text))).toEqual([])
  })

  it('shows pictures as what they are called, and HTML as it is written', () => {
    expect(read('![pixel](https://example.com/p.png)')).toBe(
      '{link https://example.com/p.png pixel}',
    )
    expect(read('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>')
  })

  it('loses no character of a plain text, and links only to safe addresses', () => {
    const piece = fc.constantFrom(
      '**',
      '*',
      '_',
      '`',
      '[',
      '](',
      ')',
      'javascript:',
      'https://a.b',
      '\n',
      '- ',
      '1. ',
      ' ',
      'a',
      '<',
      '#',
      '```',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
        for (const href of linksIn(parseMarkdown(pieces.join('')))) {
          expect(safeAddress(href)).toBe(href)
          expect(href).toMatch(/^(https?|mailto|tel):/)
        }
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z .,<>&"]{0,60}$/), (plain) => {
        expect(read(plain)).toBe(plain)
      }),
    )
  })

  it.each(['[', '*', '_a', '`', '**a ', '[a](', '[[](', 'https://', '\n- ', '*a_', '](x)['])(
    'reads a hundred thousand of %j in no time that grows with their square',
    (piece) => {
      const stepsOf = (count: number) => parseMarkdown(piece.repeat(count)).length
      expect(stepsOf(100_000 / piece.length)).toBeGreaterThanOrEqual(0)
    },
  )
})
