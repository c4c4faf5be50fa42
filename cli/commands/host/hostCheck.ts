import { getBond } from "@gpuflow/escrow"
import { isAddressEqual } from "viem"
import { getBalance, getBlock } from "viem/actions"
import { findAccount } from "../../chain/account.ts"
import { openContext } from "../../chain/context.ts"
import { exitCodes } from "../../exitCodes.ts"
import { describeFailure } from "../../failureReport.ts"
import { escrowOf, readAgentSettings, stateFolder } from "../../host/agentSettings.ts"
import { hookEnvironment } from "../../host/hookEnvironment.ts"
import type { Session } from "../../session.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { table } from "../../terminal/table.ts"
import { plainCommand } from "../builders.ts"
import { runPlain } from "../run.ts"
import { settingsOption } from "./settingsOption.ts"

type Finding = { readonly state: "ok" | "warning" | "FAILED"; readonly check: string; readonly detail: string }

export function hostCheck(session: Session) {
  return plainCommand("check")
    .description("Check the agent's settings, its account and node, and each machine's commands; starts nothing")
    .addOption(settingsOption())
    .action((options) =>
      runPlain(session, options, async () => {
        const findings = await check(session, options)
        const ok = findings.every(({ state }) => state !== "FAILED")
        const rows = findings.map(({ state, check: what, detail }) => [state, what, detail])
        return {
          json: { ok, findings },
          text: table(columnsOf(session.stdout), ["result", "check", "details"], rows),
          code: ok ? exitCodes.ok : exitCodes.failed,
        }
      }),
    )
}

async function check(session: Session, options: { readonly settings?: string | undefined }): Promise<Finding[]> {
  const settings = await readAgentSettings(session, options)
  const { checkHooks } = await import("@gpuflow/host")
  const count = `${settings.machines.length} machine${settings.machines.length === 1 ? "" : "s"}`
  const findings: Finding[] = [
    { state: "ok", check: "settings", detail: `${settings.path}: ${count}.` },
    { state: "ok", check: "state", detail: stateFolder(session, settings) },
  ]
  const account = await findAccount(session)
  const host = settings.host ?? account?.address
  if (!account) findings.push({ state: "FAILED", check: "account", detail: "None. Set GPUFLOW_KEYSTORE." })
  const context = await openContext(session, { chain: settings.chainId, escrow: escrowOf(session, settings) }).catch(
    (error: unknown) => {
      findings.push({ state: "FAILED", check: "node", detail: describeFailure(session, error) })
      return undefined
    },
  )
  if (context && account && host) {
    const { client, escrow } = context
    const [{ timestamp }, balance] = await Promise.all([
      getBlock(client),
      getBalance(client, { address: account.address }),
    ])
    const age = Math.floor(Date.now() / 1_000) - Number(timestamp)
    const isOff = Math.abs(age) > 60
    findings.push({ state: isOff ? "warning" : "ok", check: "clock", detail: `The latest block is ${age} s old.` })
    const isHost = isAddressEqual(account.address, host)
    const role = isHost ? "The host itself." : "The operator: it cannot give downtime back, and says what is owed."
    findings.push({ state: isHost ? "ok" : "warning", check: "account", detail: `${account.address}. ${role}` })
    const gas = balance > 0n ? "It has POL for gas." : "It has no POL for gas."
    findings.push({ state: balance > 0n ? "ok" : "FAILED", check: "gas", detail: gas })
    for (const { name, offer } of settings.machines) {
      if (!offer || !/^0x/.test(offer.token)) continue
      const free = await getBond(client, { escrow, host, token: offer.token as `0x${string}` })
      findings.push({ state: "ok", check: `${name}: free bond`, detail: `${free} base units.` })
    }
  }
  for (const machine of settings.machines) {
    for (const { name, ok, detail } of await checkHooks(
      machine,
      hookEnvironment(session),
      stateFolder(session, settings),
    )) {
      findings.push({ state: ok ? "ok" : "FAILED", check: `${machine.name}: ${name}`, detail })
    }
  }
  return findings
}
