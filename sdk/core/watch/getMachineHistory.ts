import type { Address, Hex } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import { depositTopic } from "../escrowEvents.ts"
import type { Chain } from "../port.ts"
import { getMachine } from "../rental/getMachine.ts"
import { NodeBehindError, type RetryOptions, retry } from "../retry.ts"
import { assertLimit, asTopic, type DepositedEvent, depositsIn } from "./depositHistory.ts"

/** Parameters of `getMachineHistory`. */
export type GetMachineHistoryParameters = RetryOptions & {
  /** The escrow's address. */
  readonly escrow: Address
  /** The host. */
  readonly host: Address
  /** The host's id of the machine, 32 bytes. */
  readonly machine: Hex
  /** Number of deposits after which to stop. Deposits of one block come together. Default: all. */
  readonly limit?: number | undefined
  /** Block of the deposit to begin with, from an earlier result. Default: the machine's latest deposit. */
  readonly depositBlock?: bigint | undefined
}

/** A part of a machine's history. */
export type MachineHistory = {
  /** The deposits, the newest first. Each holds its rental. */
  readonly deposits: DepositedEvent[]
  /** Block of the deposit before these. 0: there is none. */
  readonly previousDepositBlock: bigint
}

/**
 * Lists a machine's rentals, the newest first. No search is needed: the machine knows the block of its latest deposit,
 * and each deposit the block of the one before. One block is read for each rental.
 *
 * @example
 * import { getMachineHistory } from "@gpuflow/escrow/watch"
 * import { createPublicClient, http } from "viem"
 * import { polygon } from "viem/chains"
 *
 * const client = createPublicClient({ chain: polygon, transport: http() })
 * const machine = { escrow: "0x…", host: "0x…", machine: "0x…" } as const
 * const { deposits, previousDepositBlock } = await getMachineHistory(client, { ...machine, limit: 10 })
 * const older = await getMachineHistory(client, { ...machine, limit: 10, depositBlock: previousDepositBlock })
 * console.log([...deposits, ...older.deposits].map(({ args }) => args.rental))
 *
 * @returns The deposits, each with its rental, and the block of the deposit before them. 0: there is none
 * @throws {DepositNotFoundError} if the node has no logs of a deposit's block
 * @throws {ReadFailedError} if the node keeps failing
 * @throws {TermsMismatchError} if the node returns the terms of another rental
 * @throws {InvalidInputError} for an invalid parameter
 * @throws {EscrowNotFoundError} if there is no contract at the address
 */
export async function getMachineHistory(
  chain: Chain,
  parameters: GetMachineHistoryParameters,
): Promise<MachineHistory> {
  const { escrow, host, machine, limit = Number.POSITIVE_INFINITY } = parameters
  assertLimit(limit)
  const retryOptions = { ...parameters, pollingInterval: parameters.pollingInterval ?? chain.pollingInterval }
  const topics = [depositTopic(chain.codec), null, asTopic(host)]
  const latest = await retry(() => getMachine(chain, { escrow, host, machine }), retryOptions)

  const deposits: DepositedEvent[] = []
  let block = parameters.depositBlock ?? latest.depositBlock
  while (block > 0n && deposits.length < limit) {
    const depositBlock = block
    const found = await retry(async () => {
      const logs = await chain.logs({ address: escrow, topics, fromBlock: depositBlock, toBlock: depositBlock })
      const ofMachine = depositsIn(chain, escrow, logs).filter(({ args }) => {
        return args.rental.offer.machine === machine.toLowerCase()
      })
      // Later deposits of the same block name that block itself.
      const previous = ofMachine[0]?.args.previousDepositBlock
      if (previous === undefined || previous >= depositBlock) throw new NodeBehindError("A node lacks a deposit.")
      return { previous, newestFirst: ofMachine.toReversed() }
    }, retryOptions).catch((cause: unknown) => {
      throw cause instanceof NodeBehindError ? new DepositNotFoundError({ machine, depositBlock }, { cause }) : cause
    })
    deposits.push(...found.newestFirst)
    block = found.previous
  }
  return { deposits, previousDepositBlock: block }
}

/** The node does not have a deposit that the machine or a later deposit points to. */
export class DepositNotFoundError extends EscrowError<
  "DepositNotFound",
  { readonly machine: Hex; readonly depositBlock: bigint }
> {
  constructor(args: DepositNotFoundError["args"], options?: ErrorOptions) {
    super("DepositNotFound", "The node has no logs of the deposit's block. Use a node that keeps them.", args, options)
  }
}
