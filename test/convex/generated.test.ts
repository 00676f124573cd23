/** `convex/_generated` is as `npx convex codegen` writes it, which needs a deployment to run. */
import { readFile } from 'node:fs/promises'
import { format } from 'prettier'
import { expect, test } from 'vitest'
import * as z from 'zod'

const FOLDER = new URL('../../convex/_generated/', import.meta.url)
const TEMPLATE = new URL(
  '../../node_modules/convex/dist/esm/cli/codegen_templates/server.js',
  import.meta.url,
)
const filesSchema = z.object({ DTS: z.string(), JS: z.string() })

const written = (name: string) => readFile(new URL(name, FOLDER), 'utf8')
/** As the CLI formats what it writes. */
const formatted = (text: string) => format(text, { parser: 'typescript' })

test('the server’s side is as the CLI writes it', async () => {
  const template: object = await import(TEMPLATE.href)
  const codegen: unknown = Reflect.get(template, 'serverCodegen')
  if (typeof codegen !== 'function') throw new Error('This release writes it in another way.')
  // This app declares no environment variables of its own.
  const { DTS, JS } = filesSchema.parse(Reflect.apply(codegen, null, [{ envVars: [] }]))
  expect(await written('server.d.ts')).toBe(await formatted(DTS))
  expect(await written('server.js')).toBe(await formatted(JS))
})
