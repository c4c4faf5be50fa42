// Compares rentals of a server with the escrow: state, amounts, and deadlines, in one call for all of them.
import type { IndexedRental } from "../../generated/serverTypes.ts"
import { bondLocked, cost, dueAt, exitAt, held } from "../../math.ts"
import type { Address, RentalState } from "../../types.ts"
import { abortable } from "../abortable.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { sleep } from "../retry.ts"
import { getStates } from "../watch/getStates.ts"
import { nameOf } from "./askServer.ts"
import { ServerMismatchError } from "./serverErrors.ts"

/** A rental as a server has it. */
export type ServedRental = IndexedRental

type Verification<answer> = {
  readonly server: string
  readonly escrow: Address
  readonly rentals: readonly ServedRental[]
  /** Asks the server once more. */
  readonly again: () => Promise<{ readonly answer: answer; readonly rentals: readonly ServedRental[] }>
  readonly patience?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Milliseconds. */
const PATIENCE = 4_000
const PAUSE = 1_000

/** Resolves with a later answer if the first was only behind. Throws the first difference that stays. */
export async function verifyServed<answer>(
  given: Chain,
  { server, escrow, rentals, again, patience = PATIENCE, signal }: Verification<answer>,
): Promise<answer | undefined> {
  let served: { readonly answer?: answer; readonly rentals: readonly ServedRental[] } = { rentals }
  const chain = abortable(given, signal)
  const until = performance.now() + patience
  for (;;) {
    const different = await findDifference(chain, escrow, served.rentals)
    if (!different) return served.answer
    if (performance.now() >= until) {
      throw new ServerMismatchError({ server: nameOf(server), ...different })
    }
    await sleep(PAUSE, signal)
    served = await again()
  }
}

type Difference = Omit<ServerMismatchError["args"], "server">

async function findDifference(
  chain: Chain,
  escrow: Address,
  rentals: readonly ServedRental[],
): Promise<Difference | undefined> {
  const { number: blockNumber } = await latestBlock(chain)
  const states = await getStates(chain, { escrow, ids: rentals.map(({ id }) => id), blockNumber })
  for (const [index, rental] of rentals.entries()) {
    const state = states[index]
    const found = state && differenceOf(rental, state)
    if (found) return { id: rental.id, ...found }
  }
  return undefined
}

const STATE = [
  "status",
  "feeBps",
  "depositBlock",
  "since",
  "duration",
  "billedSeconds",
  "paidSeconds",
  "refundedSeconds",
  "interrupted",
  "settlingUntil",
] as const

function differenceOf(served: ServedRental, state: RentalState): Omit<Difference, "id"> | undefined {
  const compared = [...STATE.map((field) => [field, served[field], state[field]] as const), ...derived(served, state)]
  const [field, was, actual] = compared.find(([, one, other]) => one !== other) ?? []
  return field === undefined ? undefined : { field, served: was, actual }
}

/** What follows from terms and state alone, and that nothing of the money is lost between the parties. */
function derived(served: ServedRental, state: RentalState): (readonly [string, unknown, unknown])[] {
  const { offer } = served.terms
  const { deposited, toHost, fee, toRenter } = served
  // After a refund, an extension pays what rounding leaves of the difference.
  const price = state.refundedSeconds === 0n ? cost(offer.pricePerHour, state.duration) : deposited
  const isOpen = state.status !== "Closed"
  return [
    ["deposited", deposited, price],
    ["held", served.held, held(offer, state)],
    ["deposited", deposited, toHost + fee + toRenter + served.held],
    ["bondLocked", served.bondLocked, bondLocked(offer, state)],
    ["dueAt", served.dueAt, isOpen ? dueAt(offer, state) : undefined],
    ...(isOpen ? [["exitAt", served.exitAt, exitAt(offer, state)] as const] : []),
  ]
}
