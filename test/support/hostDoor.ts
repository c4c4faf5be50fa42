// The door of a host's agent on a chain of the tests, with an agent behind it whose book a test writes.
import { DatabaseSync } from "node:sqlite"
import { type AccessRequest, type MachineAccess, serializeAccessRequest, signAccess } from "@gpuflow/escrow/access"
import type { Address, Client, Hash } from "viem"
import { createAdmission } from "../../host/door/admission.ts"
import { type Door, type DoorOptions, openDoor } from "../../host/door/door.ts"
import { healthLines } from "../../host/door/healthRoute.ts"
import { createUsedRequests } from "../../host/door/usedRequests.ts"
import type { LoggedCheck } from "../../host/health/healthChain.ts"
import type { AccessibleRental, RentalAccess } from "../../host/machine/rentalAccess.ts"
import { HOST_KEY, testSshKey } from "./machineDoor.ts"
import type { World } from "./sharedChain.ts"

export const SSH_KEY = testSshKey("renter")
export const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

const LINES_AT_ONCE = 100

/** An agent whose book is a map. `admitted` lists the keys that its hook got. */
export function testAgent() {
  const book = new Map<Hash, AccessibleRental>()
  const logs = new Map<Hash, readonly LoggedCheck[]>()
  const machines = new Set<Hash>()
  const admitted: { readonly rental: Hash; readonly publicKey: string }[] = []
  let fault: (() => void) | undefined
  const access: RentalAccess = {
    find: (rental) => book.get(rental),
    healthAfter: (rental, place) => {
      const checks = (logs.get(rental) ?? []).slice(place, place + LINES_AT_ONCE)
      return { checks, place: place + checks.length }
    },
    serves: ({ machine }) => machines.has(machine),
    admit: async (rental, publicKey) => {
      fault?.()
      admitted.push({ rental, publicKey })
      return { host: "127.0.0.1", port: 2222, user: "renter", hostKey: `${HOST_KEY} root@machine` }
    },
  }
  return {
    book,
    logs,
    /** What it runs. */
    machines,
    admitted,
    access,
    /** Called before a key is taken. */
    onAdmit: (next: (() => void) | undefined) => {
      fault = next
    },
  }
}

export type TestAgent = ReturnType<typeof testAgent>

const doors: Door[] = []

/** Ends the doors that tests have opened. */
export async function closeDoors(): Promise<void> {
  await Promise.all(doors.splice(0).map(({ close }) => close()))
}

type Opened = Partial<DoorOptions> & { readonly database?: DatabaseSync; readonly client?: Client }

type DoorWorld = { readonly client: Client; readonly escrow: Address }

export async function openTestDoor(
  world: DoorWorld,
  agent: Pick<TestAgent, "access">,
  { database, client, ...options }: Opened = {},
) {
  const answers: string[] = []
  const admit = createAdmission({
    client: client ?? world.client,
    chainId: 137,
    escrow: world.escrow,
    access: agent.access,
    used: createUsedRequests(database ?? new DatabaseSync(":memory:")),
    log: silentLog,
  })
  const door = await openDoor({
    ...{ host: "127.0.0.1", port: 0, admit, log: silentLog, onAnswer: (code: string) => answers.push(code) },
    healthLines: (rental) => healthLines(agent.access, rental),
    ...options,
  })
  doors.push(door)
  const url = `http${options.identity ? "s" : ""}://127.0.0.1:${door.port}`
  return { ...door, url, answers }
}

/** A request of the renter of a rental. */
export function requestOf(world: World, rental: Hash, parameters: Partial<signAccess.Parameters> = {}) {
  return signAccess(world.renter, { escrow: world.escrow, rental, publicKey: SSH_KEY, ...parameters })
}

export type DoorReply = {
  readonly status: number
  readonly code: string | undefined
  readonly retryAfter: string | null
  readonly body: Readonly<Record<string, unknown>> & Partial<Record<keyof MachineAccess, unknown>>
  readonly headers: Headers
}

/** Sends a request, or any other text, and reads the answer. */
export async function knock(url: string, request: AccessRequest | string, init: RequestInit = {}): Promise<DoorReply> {
  const body = typeof request === "string" ? request : serializeAccessRequest(request)
  const response = await fetch(`${url}/access`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    ...init,
  })
  const text = await response.text()
  const json = text === "" ? {} : JSON.parse(text)
  const { status, headers } = response
  return { status, code: json.code, retryAfter: headers.get("retry-after"), body: json, headers }
}
