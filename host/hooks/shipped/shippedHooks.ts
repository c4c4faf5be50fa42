// The hooks that ship with the agent, by their kind.
import { runCommand } from "../runCommand.ts"
import { dockerHook } from "./dockerHook.ts"
import { type Execute, type HookAnswer, HookError, type HookFacts, parseHookFacts } from "./hookFacts.ts"
import { libvirtHook } from "./libvirtHook.ts"
import { processHook } from "./processHook.ts"
import { systemdHook } from "./systemdHook.ts"

const hooks: Readonly<Record<string, (facts: HookFacts, execute: Execute) => Promise<HookAnswer | undefined>>> = {
  process: processHook,
  docker: dockerHook,
  systemd: systemdHook,
  libvirt: libvirtHook,
}

export { HookError } from "./hookFacts.ts"

export const hookKinds: readonly string[] = Object.keys(hooks)

/** Milliseconds. The agent itself ends a hook whose time is over. */
const LONGEST = 86_400_000

/** Runs a hook with what the agent wrote to its standard input. Returns what goes to its standard output. */
export async function runShippedHook(kind: string, step: string, input: string): Promise<string> {
  const hook = hooks[kind]
  if (!hook) throw new HookError(`${kind} is not a hook. Use one of ${hookKinds.join(", ")}.`)
  const facts = parseHookFacts(input)
  if (facts.step !== step)
    throw new HookError(`The agent asks for the step ${facts.step}, and the command is for ${step}.`)
  const env = Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const answer = await hook(facts, async (argv, text = "") => {
    const { outcome, code, stdout, stderr } = await runCommand({
      ...{ argv, input: text, env },
      ...{ timeout: LONGEST, killAfter: 1_000 },
    })
    return { code: outcome === "succeeded" ? 0 : (code ?? 1), stdout, stderr }
  })
  return answer === undefined ? "" : `${JSON.stringify(answer)}\n`
}
