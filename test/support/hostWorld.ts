// A host with machines on a local chain, and an agent that runs them with hooks that write down what they are asked.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cost, getState, idOf, type Offer, type Rental } from "@gpuflow/escrow"
import { hashMachineDocument, offerTypedData } from "@gpuflow/escrow/offer"
import { prepareRequest, type Verb } from "@gpuflow/escrow/requests"
import { type Address, type Hash, keccak256, toHex, zeroAddress } from "viem"

import { type AgentService, runAgent } from "../../host/agent.ts"
import { readHostSettings } from "../../host/index.ts"
import type { ServedChain } from "./chain.ts"
import { FEE_BPS, openEscrow } from "./escrow.ts"
import { accountOf, addressOf, type Role } from "./parties.ts"
import { programEnvironment } from "./programEnvironment.ts"

const HOUR = 3_600n

/** Each hook writes a line, and does what files in the machine's folder say: fail, hang, or be unwell. */
const HOOK = `#!/bin/sh
cat > /dev/null
echo "$GPUFLOW_STEP $GPUFLOW_RENTAL" >> "$1/calls"
[ -e "$1/hang-$GPUFLOW_STEP" ] && exec sleep 600
[ -e "$1/fail-$GPUFLOW_STEP" ] && { echo "asked to fail" >&2; exit 1; }
case "$GPUFLOW_STEP" in
  start) [ -e "$1/data" ] && grep -qv "$GPUFLOW_RENTAL" "$1/data" && echo "$GPUFLOW_RENTAL" >> "$1/shared"
    echo "$GPUFLOW_RENTAL" > "$1/workload"; echo "$GPUFLOW_RENTAL" >> "$1/data"
    echo '{"host":"127.0.0.1","port":2222,"user":"renter","hostKey":"ssh-ed25519 AAAA"}' ;;
  access) echo "$GPUFLOW_RENTAL" >> "$1/keys" ;;
  stop) rm -f "$1/workload" "$1/keys" ;;
  wipe) rm -f "$1/data" ;;
esac
exit 0
`

export type HostWorld = Awaited<ReturnType<typeof openHostWorld>>

type Terms = Partial<Pick<Offer, "bond" | "startWindow" | "challengeWindow" | "rolling" | "operator" | "maxDuration">>

/** Deploys an escrow, and makes a folder with the settings of an agent for so many machines. */
export async function openHostWorld(chain: ServedChain, { machines = 1, policy = {}, hooks = {} }: WorldOptions = {}) {
  for (const role of ["owner", "payer", "arbiter", "host", "renter", "operator"] as const) {
    await chain.fund(addressOf(role), 10n ** 24n)
  }
  const { escrow, token, fromBlock } = await openEscrow(chain, { rich: ["payer", "host"], purse: 10n ** 18n })
  await act("host", "fundBond", { escrow: escrow.address, token: token.address, amount: 10n ** 15n })
  const folder = mkdtempSync(join(tmpdir(), "host-agent-"))
  const script = join(folder, "hook.sh")
  writeFileSync(script, HOOK, { mode: 0o755 })

  const units = Array.from({ length: machines }, (_, place) => {
    const name = `unit ${place}`
    const document = { version: 1, name, gpu: { model: "A100", count: 1, memoryMiB: 81_920 } } as const
    const home = join(folder, `unit-${place}`)
    mkdirSync(home)
    writeFileSync(join(folder, `unit-${place}.json`), JSON.stringify(document))
    return { place, home, ...hashMachineDocument(document) }
  })
  const settingsPath = join(folder, "host.json")
  writeFileSync(
    settingsPath,
    JSON.stringify({
      chainId: 137,
      escrow: escrow.address,
      host: addressOf("host"),
      poll: "1s",
      monitoring: "127.0.0.1:0",
      logLevel: "debug",
      policy: { wipeAfter: "0s", ...policy },
      machines: units.map(({ place, home }) => {
        const command = [script, home]
        const all = { onStart: command, onStop: command, onWipe: command, onAccess: command, health: command }
        return { document: `unit-${place}.json`, hooks: { ...all, healthEvery: "1s", killAfter: "1s", ...hooks } }
      }),
    }),
  )
  let made = 0
  /** Why an agent has ended: what waits for its work must not wait for ever. */
  let failure: unknown

  async function act<const verb extends Verb>(role: Role, verb: verb, parameters: prepareRequest.Parameters<verb>) {
    const from = addressOf(role)
    const request = await prepareRequest(chain.client, verb, { account: from, ...parameters })
    return chain.transact({ from, ...request })
  }

  const unit = (place = 0) => {
    const found = units[place]
    if (!found) throw new Error(`no machine ${place}`)
    const path = (name: string) => join(found.home, name)
    const lines = (name: string) =>
      existsSync(path(name)) ? readFileSync(path(name), "utf8").split("\n").filter(Boolean) : []
    return {
      ...found,
      /** Whose workload runs, whose data is there, and for whom there are keys. */
      workload: () => lines("workload")[0],
      data: () => lines("data"),
      keys: () => lines("keys"),
      /** Rentals that were prepared while another one's data was there. */
      shared: () => lines("shared"),
      /** What the hooks were asked, health checks left out. */
      calls: () => lines("calls").filter((line) => !line.startsWith("health")),
      set: (switchName: string) => writeFileSync(path(switchName), ""),
      unset: (switchName: string) => rmSync(path(switchName), { force: true }),
    }
  }

  return {
    chain,
    escrow: escrow.address,
    token: token.address as Address,
    fromBlock,
    folder,
    settingsPath,
    act,
    unit,
    /** Pays for a rental of a machine. */
    async deposit({ place = 0, duration = HOUR, ...terms }: { place?: number; duration?: bigint } & Terms = {}) {
      made += 1
      const { machine, spec } = unit(place)
      const { nonce } = await machineOf(machine)
      const offer: Offer = {
        host: addressOf("host"),
        payee: addressOf("payee"),
        operator: addressOf("operator"),
        renter: zeroAddress,
        token: token.address,
        arbiter: addressOf("arbiter"),
        pricePerHour: 1_500_000n,
        bond: 5_000_000n,
        minDuration: 1n,
        maxDuration: 24n * HOUR,
        startWindow: HOUR / 2n,
        challengeWindow: HOUR,
        nonce,
        epoch: 0n,
        expiry: (await chain.now()) + HOUR,
        maxFeeBps: FEE_BPS,
        rolling: false,
        machine,
        spec,
        ...terms,
      }
      const rental: Rental = { offer, renter: addressOf("renter"), salt: keccak256(toHex(`order ${made}`)) }
      const data = offerTypedData({ chainId: 137, escrow: escrow.address, offer })
      const hostSignature = await accountOf("host").signTypedData(data)
      await act("payer", "deposit", { escrow: escrow.address, rental, duration, hostSignature })
      return { id: idOf(rental), rental, price: cost(offer.pricePerHour, duration) }
    },
    async stateOf(id: Hash) {
      if (failure) throw failure
      return getState(chain.client, { escrow: escrow.address, id })
    },
    /** Starts an agent in this process. */
    async startAgent({ role = "host", service, locks = "locks", url = chain.url }: StartOptions = {}) {
      const stop = new AbortController()
      const lines: LogLine[] = []
      const settings = await readHostSettings(settingsPath)
      const ended = runAgent(
        {
          rpcUrls: [url],
          chainId: 137,
          escrow: escrow.address,
          account: accountOf(role),
          settings,
          state: join(folder, "state"),
          locks: join(folder, locks),
          environment: programEnvironment(),
          pollInterval: 50,
          confirmations: 1,
          bumpAfter: 60_000,
          port: 0,
          logLevel: "debug",
          output: { write: (text: string) => lines.push(JSON.parse(text)) },
          signal: stop.signal,
        },
        service,
      )
      ended.catch((error: unknown) => {
        failure = error
      })
      return {
        lines,
        ended,
        async stop() {
          stop.abort()
          await ended
        },
      }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }

  async function machineOf(machine: Hash) {
    const answer = await chain.read(escrow, "machines", [addressOf("host"), machine])
    const [, nonce] = answer as readonly [number, number, bigint]
    return { nonce: BigInt(nonce) }
  }
}

type WorldOptions = {
  readonly machines?: number
  readonly policy?: Readonly<Record<string, unknown>>
  readonly hooks?: Readonly<Record<string, unknown>>
}
type StartOptions = {
  readonly role?: Role
  readonly service?: AgentService
  readonly locks?: string
  readonly url?: string
}
type LogLine = { readonly msg: string; readonly [fact: string]: unknown }
