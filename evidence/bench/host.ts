// Measures how long a renter waits from the payment to a prompt on the machine: the real agent, its door, and OpenSSH's
// sshd on this computer, on the local chain, with the poll that the settings have by default.
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { availableParallelism, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { idOf, type Rental } from "@gpuflow/escrow"
import { parseOffer } from "@gpuflow/escrow/offer"
import { prepareRequest } from "@gpuflow/escrow/requests"
import { encodeFunctionData, erc20Abi, type Hash, keccak256, maxUint256, toHex } from "viem"

import { markdownTable, updateBlock } from "../../scripts/support/pages.ts"
import { as, openWorld, send } from "../../test/support/commandLine.ts"
import { openHostedMachine } from "../../test/support/hostedMachine.ts"
import { addressOf, keyOf } from "../../test/support/parties.ts"
import { hasSshd } from "../../test/support/sshServer.ts"
import { until } from "../../test/support/until.ts"

const HOUR = 3_600n
const HEAD = ["from the deposit to", "median", "slowest"]

type Options = { readonly rentals: number; readonly write: boolean }
/** Seconds after the deposit. */
type Times = { readonly prepared: number; readonly started: number; readonly prompt: number }

/** Rents one machine again and again, prints the table, and ends the process. */
export async function benchHost({ rentals, write }: Options): Promise<never> {
  if (!hasSshd()) throw new Error("There is no /usr/sbin/sshd. Install OpenSSH's server.")
  const folder = mkdtempSync(join(tmpdir(), "host-bench-"))
  const world = await openWorld()
  const hosted = await openHostedMachine(world, folder)
  const token = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
  const approval = { abi: erc20Abi, functionName: "approve", args: [world.escrow, maxUint256] } as const
  await world.transact({ from: addressOf("renter"), to: token, data: encodeFunctionData(approval) })
  const agent = hosted.startAgent()
  await until(() => agent.lines().some(({ msg }) => msg === "poll finished"))

  const times: Times[] = []
  for (let round = 0; round < rentals; ++round) times.push(await measure(round))
  await agent.stop()
  await hosted.close()
  await world.close()
  rmSync(folder, { recursive: true })

  const rows = [
    ["a machine that is prepared, by `onStart`", "prepared"],
    ["the start on the chain", "started"],
    ["the first output of `gpuflow-escrow ssh`", "prompt"],
  ] as const
  const cells = rows.map(([name, field]) => [name, ...figures(times.map((one) => one[field]))])
  for (const row of [HEAD, ...cells]) console.log(row.join(" | "))
  const [date] = new Date().toISOString().split("T")
  const computer = `${availableParallelism()} processors and a load average of ${Number(loadavg()[0]).toFixed(1)}`
  const summary = `${rentals} rentals, one after another, on a computer with ${computer}. Last measured on ${date}.`
  if (write) updateBlock("docs/host.md", "prompt", () => [summary, "", ...markdownTable(HEAD, cells, HEAD.slice(1))])
  // Clients of the chain may still wait for something.
  process.exit(0)

  async function measure(round: number): Promise<Times> {
    const path = join(folder, "offer.json")
    const terms = ["--price", "1.50 USDC", "--bond", "5 USDC", "--max-duration", "30d"]
    const offered = await as(world, "host", ["offer", "--document", hosted.document, ...terms, "--to", path])
    if (offered.code !== 0) throw new Error(offered.err)
    const { offer, hostSignature } = parseOffer(readFileSync(path, "utf8"))
    const rental: Rental = { offer, renter: addressOf("renter"), salt: keccak256(toHex(`round ${round}`)) }
    const id = idOf(rental)
    const parameters = { account: rental.renter, escrow: world.escrow, rental, duration: HOUR, hostSignature }
    const request = await prepareRequest(world.client, "deposit", parameters)

    const paidAt = Date.now()
    await world.transact({ from: rental.renter, ...request })
    const prompt = await firstOutput(id)
    const seconds = (at: number) => (at - paidAt) / 1_000
    const timeOf = (holds: (line: (typeof lines)[number]) => boolean) =>
      seconds(Date.parse(String(lines.find(holds)?.["time"])))
    const lines = agent.lines().filter((line) => line["rental"] === id)
    const measured = {
      prepared: timeOf(({ msg, hook }) => msg === "hook ended" && hook === "onStart"),
      started: timeOf(({ msg, to }) => msg === "phase" && to === "running"),
      prompt: seconds(prompt),
    }
    const { prepared, started } = measured
    console.log([round + 1, prepared, started, measured.prompt].join(" "))
    await send(world, "renter", "stop", id)
    await until(() => isDone(id, "onStop"))
    await world.pass(HOUR)
    await until(() => isDone(id, "onWipe"))
    return measured
  }

  /** Whether a hook has succeeded for a rental. */
  function isDone(id: Hash, hook: string): boolean {
    return agent
      .lines()
      .some((line) => line["rental"] === id && line["hook"] === hook && line["outcome"] === "succeeded")
  }

  /** When the renter sees what a command on the machine prints. */
  function firstOutput(id: Hash): Promise<number> {
    const env = {
      ...hosted.env,
      GPUFLOW_RPC_URL: world.url,
      GPUFLOW_ESCROW: world.escrow,
      GPUFLOW_PRIVATE_KEY: keyOf("renter"),
    }
    const args = ["ssh", id, "--document", hosted.document, "--", "echo", "ready"]
    const child = spawn("gpuflow-escrow", args, { env, stdio: ["ignore", "pipe", "pipe"] })
    let said = ""
    child.stderr.on("data", (text) => {
      said += String(text)
    })
    return new Promise((resolve, reject) => {
      child.stdout.once("data", () => resolve(Date.now()))
      child.once("close", (code) => reject(new Error(`gpuflow-escrow ssh ended with ${code}: ${said}`)))
    })
  }
}

function figures(seconds: readonly number[]): string[] {
  const sorted = seconds.toSorted((a, b) => a - b)
  return [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((one) => `${Number(one).toFixed(1)} s`)
}
