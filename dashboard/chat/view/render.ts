/** Makes nodes of Markdown: no text of a model's or a person's is ever read as HTML. */
import { element } from './dom.ts'
import type { Inline } from '../inline.ts'
import { type Block, parseMarkdown } from '../markdown.ts'

export function renderMarkdown(text: string): Node[] {
  return parseMarkdown(text).map(renderBlock)
}

function renderBlock(block: Block): Node {
  switch (block.type) {
    case 'paragraph':
      return element('p', { dir: 'auto' }, block.lines.flatMap(renderLine))
    case 'heading':
      return element('p', { dir: 'auto' }, [
        element('strong', {}, block.children.map(renderInline)),
      ])
    case 'list': {
      const items = block.items.map((item) =>
        element('li', { dir: 'auto' }, item.map(renderInline)),
      )
      return block.ordered
        ? element('ol', { start: String(block.start) }, items)
        : element('ul', {}, items)
    }
    case 'code':
      return element('pre', {}, [element('code', {}, [block.text])])
  }
}

function renderLine(line: Inline[], index: number): (Node | string)[] {
  const nodes = line.map(renderInline)
  return index === 0 ? nodes : [element('br'), ...nodes]
}

function renderInline(inline: Inline): Node | string {
  switch (inline.type) {
    case 'text':
      return inline.text
    case 'code':
      return element('code', {}, [inline.text])
    case 'strong':
    case 'em':
      return element(inline.type, {}, inline.children.map(renderInline))
    case 'link':
      return element(
        'a',
        {
          href: inline.href,
          title: inline.href,
          target: '_blank',
          rel: 'noopener noreferrer nofollow',
        },
        inline.children.map(renderInline),
      )
  }
}
