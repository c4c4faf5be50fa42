// What the page is looked at and measured with: a chain whose clock stands still, so that every picture is the same in each
// run, and on it a renter, a host, and their rentals in every state.
import { type Address, type Hex, keccak256, toHex } from "viem"
import { putOffers } from "../../scripts/dev/offers.ts"
import { type AppWorld, openAppWorld } from "../../test/app/support/world.ts"

/** A Monday afternoon in Paris, well ahead of any clock, so that no server finds the chain behind. */
const START = Date.UTC(2031, 2, 3, 13, 20)
/** Milliseconds that the world has to open. */
const OPENING = 600_000
const HOUR = 3_600n

export type Scene = {
  readonly world: AppWorld
  /** The ids of rentals. */
  readonly ids: Readonly<Record<RentalName, Hex>>
  /** An offer of the board, in USDC, that its host starts. */
  readonly offer: { readonly host: Address; readonly machine: Hex }
}

export type RentalName =
  | "settled"
  | "stopped"
  | "interrupted"
  | "noShow"
  | "due"
  | "disputed"
  | "ended"
  | "running"
  | "funded"

type Listed = {
  readonly signed: {
    readonly offer: { readonly host: Address; readonly machine: Hex; readonly spec: Hex; readonly startWindow: string }
  }
}

/** Starts it all. */
export async function openScene(): Promise<Scene> {
  let time = START
  const world = await openAppWorld({ node: "anvil", blockTime: 0, clock: () => time })
  const { chain } = world
  // Anvil's own clock ran meanwhile. From here on, it goes as far as the scene moves it.
  time += OPENING
  await chain.client.request<{ Method: string; Parameters: [number]; ReturnType: null }>({
    method: "anvil_setBlockTimestampInterval",
    params: [0],
  })
  await chain.mine()
  const listed = await offersOf(world)
  let played = 0
  /** Of a machine of its own, which is like one of the board. */
  const play: typeof chain.rental = (state, options) => {
    const like = listed[played % listed.length]
    if (!like) throw new Error("The board has no offer in USDC.")
    played += 1
    return chain.rental(state, {
      spec: like.signed.offer.spec,
      machine: keccak256(toHex(`machine of the scene ${played}`)),
      ...options,
    })
  }
  const settled = await play("settled", { duration: 2n * HOUR })
  const stopped = await play("stopped")
  const interrupted = await play("interrupted")
  const noShow = await play("noShow")
  const due = await play("due")
  const ended = await play("ended")
  const disputed = await play("disputed")
  const running = await play("active", { duration: 8n * HOUR })
  await chain.warp(HOUR + 1_620n)
  const funded = await play("funded")
  await world.caughtUp()
  // Those of the start have expired while the rentals ran.
  await putOffers(chain, world.server)
  const waiting = (await offersOf(world)).find(({ signed }) => signed.offer.startWindow !== "0")
  if (!waiting) throw new Error("The board has no offer in USDC that a host starts.")
  const { host, machine } = waiting.signed.offer
  const rentals = { settled, stopped, interrupted, noShow, due, ended, disputed, running, funded }
  return {
    world,
    ids: mapValues(rentals, ({ id }) => id),
    offer: { host, machine },
  }
}

async function offersOf({ server, chain }: AppWorld): Promise<readonly Listed[]> {
  const answer = await fetch(`${server}/offers?limit=100&token=${chain.tokens.USDC}`)
  const { items } = (await answer.json()) as { readonly items: readonly Listed[] }
  return items
}

function mapValues<key extends string, value, result>(
  object: Readonly<Record<key, value>>,
  change: (one: value) => result,
): Record<key, result> {
  const entries = (Object.entries(object) as [key, value][]).map(([key, one]) => [key, change(one)] as const)
  return Object.fromEntries(entries) as Record<key, result>
}
