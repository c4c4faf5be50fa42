// Where renters find the machines of a host's settings: the boards of their offers, and the door of their documents.
import { existsSync } from "node:fs"
import { join } from "node:path"
import { sshFingerprint } from "@gpuflow/escrow/access"
import type { HostSettings } from "@gpuflow/host"
import { readBody } from "@gpuflow/keeper/httpBody"
import { isAddressEqual } from "viem"
import { z } from "zod"

import { ForeignCertificateError, pinnedFetch } from "../access/pinnedFetch.ts"
import type { Session } from "../session.ts"
import { nameOfUrl, requestOf } from "../urlSecrets.ts"
import { escrowOf } from "./agentSettings.ts"
import type { HostFinding } from "./finding.ts"

/** Milliseconds. */
const TIMEOUT = 10_000
const MAX_BYTES = 100_000

const metaSchema = z.object({ chainId: z.coerce.number(), escrow: z.templateLiteral(["0x", z.string()]) })

/** Whether each board answers, for this escrow. */
export function checkBoards(session: Session, settings: HostSettings): Promise<HostFinding[]> {
  const boards = new Set(settings.machines.flatMap(({ offer }) => offer?.boards ?? []))
  return Promise.all(
    [...boards].map(async (board): Promise<HostFinding> => {
      const check = `board ${nameOfUrl(board)}`
      const problem = await problemOfBoard(session, settings, board)
      return { state: problem ? "FAILED" : "ok", check, detail: problem ?? "Answers." }
    }),
  )
}

async function problemOfBoard(session: Session, settings: HostSettings, board: string): Promise<string | undefined> {
  const { url, login } = requestOf(board)
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/meta`
  const response = await fetch(url, {
    headers: { accept: "application/json", ...login },
    signal: AbortSignal.any([session.signal, AbortSignal.timeout(TIMEOUT)]),
  }).catch(() => undefined)
  if (!response) return "It cannot be reached. Check its address."
  if (response.status >= 500) return `It answers with status ${response.status}.`
  if (!response.ok) {
    // An endpoint that only takes offers has no such page.
    await response.body?.cancel()
    return undefined
  }
  try {
    const { data } = metaSchema.safeParse(JSON.parse((await readBody(response, MAX_BYTES)) ?? ""))
    if (!data) return undefined
    const isSame = data.chainId === settings.chainId && isAddressEqual(data.escrow, escrowOf(session, settings))
    return isSame ? undefined : `It serves the escrow ${data.escrow} on chain ${data.chainId}. Use another board.`
  } catch {
    return undefined
  }
}

const sshSchema = z.object({ ssh: z.object({ hostKey: z.string() }) })

/** Whether the documents say where the door is, and the door is the one that they say. */
export async function checkDoor(settings: HostSettings, state: string): Promise<HostFinding[]> {
  const findings: HostFinding[] = []
  const { door } = settings
  const endpoints = new Map<string, string | undefined>()
  for (const { name, document, options } of settings.machines) {
    const check = `${name}: access`
    const { access } = document
    if (!access && !door) continue
    if (!access || !door) {
      const detail = door
        ? "The document says nothing of the door, so no renter finds it. Pass --door to `gpuflow-escrow machine`."
        : "The document names a door, and the settings have none. Add [door]."
      findings.push({ state: "FAILED", check, detail })
      continue
    }
    endpoints.set(access.endpoint, access.certificate)
    const { data } = sshSchema.safeParse(options)
    if (data && fingerprintOf(data.ssh.hostKey) !== access.hostKey) {
      const detail = "options.ssh.hostKey is not the key of the document. Renters would refuse the machine."
      findings.push({ state: "FAILED", check, detail })
    }
    if (!door.plain && door.certificate === undefined) {
      const own = await ownFingerprint(state)
      const pin = own ?? "the fingerprint that the log names after the first start"
      if (own === undefined || access.certificate !== own) {
        const detail = `The door makes its own certificate. Write ${pin} as access.certificate into the document.`
        findings.push({ state: "FAILED", check, detail })
      }
    }
  }
  const asked = await Promise.all([...endpoints].map(([endpoint, pin]) => checkEndpoint(endpoint, pin)))
  return [...findings, ...asked]
}

function fingerprintOf(key: string): string | undefined {
  try {
    return sshFingerprint(key)
  } catch {
    return undefined
  }
}

async function ownFingerprint(state: string): Promise<string | undefined> {
  if (!existsSync(join(state, "door.pem"))) return undefined
  const { ownTlsIdentity } = await import("@gpuflow/host")
  return (await ownTlsIdentity(state)).fingerprint
}

/** The agent that opens the door need not run yet. */
async function checkEndpoint(endpoint: string, pin: string | undefined): Promise<HostFinding> {
  const check = `door ${endpoint}`
  const ask = pin === undefined ? fetch : pinnedFetch(pin)
  try {
    const { status } = await ask(`${endpoint}/access`, { method: "GET", signal: AbortSignal.timeout(TIMEOUT) })
    if (status === 405) return { state: "ok", check, detail: "Answers." }
    return { state: "FAILED", check, detail: `Something else answers there, with status ${status}.` }
  } catch (error) {
    if (error instanceof ForeignCertificateError) return { state: "FAILED", check, detail: error.message }
    const detail = "Does not answer. That is right while the agent does not run. Start it, and check again."
    return { state: "warning", check, detail }
  }
}
