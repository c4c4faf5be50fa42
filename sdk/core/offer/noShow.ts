import { RESERVED } from "../../generated/constants.ts"
import { closesAt } from "../../math.ts"
import type { Machine } from "../../types.ts"
import { decodeDeposits, depositTopic } from "../escrowEvents.ts"
import { latestBlock } from "../latestBlock.ts"
import type { Chain } from "../port.ts"
import { ADDRESS } from "../readContract.ts"
import type { MachineReadParameters } from "../rental/escrowRead.ts"
import { getMachine } from "../rental/getMachine.ts"
import { getRental, type RentalDetails } from "../rental/getRental.ts"

/** Reads a machine and, if its host did not start in time, the rental that keeps it reserved until it is settled. */
export async function findUnsettledNoShow(
  chain: Chain,
  of: MachineReadParameters,
): Promise<readonly [Machine, RentalDetails?]> {
  const { escrow, host } = of
  const machine = await getMachine(chain, of)
  if (machine.busyUntil !== RESERVED) return [machine]

  const { codec } = chain
  const { depositBlock } = machine
  const [logs, { timestamp }] = await Promise.all([
    chain.logs({
      address: escrow,
      topics: [depositTopic(codec), null, codec.encode([ADDRESS], [host])],
      fromBlock: depositBlock,
      toBlock: depositBlock,
    }),
    latestBlock(chain),
  ])
  // One block may hold several rentals of a machine. The last one holds the machine.
  const last = decodeDeposits(codec, { escrow, logs }).findLast(({ args }) => {
    return args.rental.offer.machine === of.machine.toLowerCase()
  })
  if (!last) return [machine]
  const found = await getRental(chain, { escrow, id: last.args.id })
  const { state, rental } = found
  const isOver = state.status === "Funded" && timestamp >= closesAt(rental.offer, state)
  return isOver ? [machine, found] : [machine]
}
