// What the page is looked at and measured with: the local market of `npm run dev` on a chain whose clock stands still, so that
// every picture is the same in each run.

import { hashMachineDocument } from "@gpuflow/escrow/offer"
import type { Address, Hex } from "viem"
import { hostAccount, machineOf } from "../../scripts/dev/hosts.ts"
import { beforePast, type Past, playPast } from "../../scripts/dev/past.ts"
import { type AppWorld, openAppWorld } from "../../test/app/support/world.ts"
import { until } from "../../test/support/until.ts"

/** A Monday afternoon in Paris, well ahead of any clock, so that no server finds the chain behind. */
const PRESENT = Date.UTC(2031, 2, 24, 13, 30)

export type Scene = Past & {
  readonly world: AppWorld
  /** An offer of a host with a record, in USDC, that its host starts. */
  readonly offer: { readonly host: Address; readonly machine: Hex }
}

/** Starts it all. */
export async function openScene(): Promise<Scene> {
  let past: Past | undefined
  const world = await openAppWorld({
    ...{ node: "anvil", blockTime: 0, clock: () => beforePast(PRESENT) },
    furnish: async (chain) => {
      past = await playPast(chain)
      // From here on, Anvil's own clock stands still as well.
      await chain.client.request<{ Method: string; Parameters: [number]; ReturnType: null }>({
        method: "anvil_setBlockTimestampInterval",
        params: [0],
      })
      await chain.mine()
    },
  })
  if (!past) throw new Error("The past was not played.")
  // The board reads its index soon after.
  await until(async () => (await fetch(`${world.server}/offers?minServedBps=1&limit=1`).then(countOf)) > 0)
  const { host, document } = machineOf("Paris", 1)
  const offer = { host: hostAccount(world.chain, host).address, machine: hashMachineDocument(document).machine }
  return { ...past, world, offer }
}

async function countOf(answer: Response): Promise<number> {
  const { items } = (await answer.json()) as { readonly items: readonly unknown[] }
  return items.length
}
