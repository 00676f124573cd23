/** npm takes options for its own that stand before `--`; it leaves them in the environment. */

/** Those that npm takes for a short form of other ones. */
const MISREAD: Readonly<Record<string, string>> = { to: 'token_description', play: 'parseable' }

/** A sentence when npm took one of these options; `null` when it took none. */
export function takenByNpm(options: readonly string[], env: NodeJS.ProcessEnv): string | null {
  const script = env['npm_lifecycle_event']
  const option = options.find((name) => {
    const key = MISREAD[name] ?? name.replaceAll('-', '_')
    return env[`npm_config_${key}`] !== undefined
  })
  if (!script || !option) return null
  return `npm took --${option} for itself. Write -- before the options: npm run ${script} -- --${option}`
}
