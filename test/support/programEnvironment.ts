/**
 * What a program needs that a test starts with an environment of its own: where other programs are, and where Node keeps
 * compiled code (scripts/run.mjs), which halves the time of a start.
 */
export function programEnvironment(): Readonly<Record<string, string>> {
  const needed = ["PATH", "NODE_COMPILE_CACHE"].map((name) => [name, process.env[name]] as const)
  return Object.fromEntries(needed.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}
