import { polygonGas, type TraceStep } from "@gpuflow/escrow/testing"
import {
  type Abi,
  type AccessList,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  erc20Abi,
  getAddress,
  type Hex,
  size,
} from "viem"
import type { PrivateKeyAccount } from "viem/accounts"

import { type Artifact, openChain } from "../../../test/support/chain.ts"
import { accountNamed } from "../../../test/support/parties.ts"
import { accessListOf, type StackStep } from "./accessList.ts"

type Step = TraceStep & StackStep

/** A whole transaction's gas, intrinsic gas and calldata included. */
export interface Gas {
  /** By the simulator's schedule, which is Ethereum's. */
  readonly simulator: bigint
  /** By Polygon's schedule (PIP-88), from the trace. */
  readonly polygon: bigint
  /** By Polygon's schedule, with an access list (EIP-2930) where that is cheaper. */
  readonly listed: bigint
}

export const NOTHING: Gas = { simulator: 0n, polygon: 0n, listed: 0n }

export function plus(...parts: readonly Gas[]): Gas {
  return parts.reduce(
    (sum, part) => ({
      simulator: sum.simulator + part.simulator,
      polygon: sum.polygon + part.polygon,
      listed: sum.listed + part.listed,
    }),
    NOTHING,
  )
}

/** The most gas that one transaction can use (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n

/** Every run begins at this second, so that calldata and gas are the same each time. */
const T0 = 1_800_000_000n

export type Meter = Awaited<ReturnType<typeof openMeter>>

/** A chain that measures the gas of transactions. Gas is free, and time passes only through `pass` and transactions. */
export async function openMeter() {
  const { rpc, client, send, fund, apart, close } = await openChain({
    initialBaseFeePerGas: 0n,
    allowUnlimitedContractSize: true,
  })
  let now = T0
  const gas = TRANSACTION_GAS
  /** Sends a transaction a second after the last one. */
  const act = (from: Address, to: Address | undefined, data: Hex, value = 0n, accessList?: AccessList) =>
    send({ from, ...(to ? { to } : {}), data, value, gas, ...(accessList ? { accessList } : {}) }, ++now)

  async function traceOf(hash: Hex, { withStack }: { readonly withStack: boolean }): Promise<readonly Step[]> {
    const options = { disableMemory: true, disableStack: !withStack, disableStorage: true }
    return ((await rpc("debug_traceTransaction", hash, options)) as { structLogs: Step[] }).structLogs
  }

  async function gasOf(hash: Hex, steps: readonly Step[]): Promise<Omit<Gas, "listed">> {
    const { gasUsed, status } = await client.getTransactionReceipt({ hash })
    if (status !== "success") throw new Error(`${hash} failed.`)
    return { simulator: gasUsed, polygon: polygonGas({ gas, gasUsed, steps }) }
  }

  return {
    client,
    now: () => now,
    pass(seconds: bigint) {
      now += seconds
    },
    /** A funded account whose key is derived from its name: each digit of its address has a price as calldata. */
    async account(name: string): Promise<PrivateKeyAccount> {
      const account = accountNamed(name)
      await fund(account.address)
      return account
    },
    async deploy(from: Address, { abi, bytecode }: Artifact, args: readonly unknown[]): Promise<[Address, Gas]> {
      const hash = await act(from, undefined, encodeDeployData({ abi, bytecode, args }))
      const { contractAddress } = await client.getTransactionReceipt({ hash })
      if (!contractAddress) throw new Error(`${hash} deployed nothing.`)
      const measured = await gasOf(hash, await traceOf(hash, { withStack: false }))
      // A deployment reads nothing that a list makes cheaper.
      return [getAddress(contractAddress), { ...measured, listed: measured.polygon }]
    },
    /** Sends a transaction without measuring its gas. */
    async act(from: Address, to: Address, data: Hex, value?: bigint): Promise<void> {
      await act(from, to, data, value)
    },
    /** Sends a transaction with an access list, after one without it that is taken back. */
    async measure(from: Address, to: Address, data: Hex, value?: bigint): Promise<Gas> {
      const before = now
      const { plain, accessList } = await apart(async () => {
        const hash = await act(from, to, data, value)
        const steps = await traceOf(hash, { withStack: true })
        return { plain: await gasOf(hash, steps), accessList: accessListOf(steps, { from, to }) }
      })
      now = before
      const hash = await act(from, to, data, value, accessList)
      const { polygon } = await gasOf(hash, await traceOf(hash, { withStack: false }))
      return { ...plain, listed: polygon < plain.polygon ? polygon : plain.polygon }
    },
    /** Replaces the code at an address while `body` runs. */
    async withCode(address: Address, bytecode: Hex, body: () => Promise<void>): Promise<void> {
      const before = (await client.getCode({ address })) ?? "0x"
      await client.setCode({ address, bytecode })
      await body()
      await client.setCode({ address, bytecode: before })
    },
    /** Whether a transaction stays below the most gas that one can use. */
    fits: (from: Address, to: Address, data: Hex): Promise<boolean> =>
      apart(() =>
        act(from, to, data).then(
          () => true,
          () => false,
        ),
      ),
    async codeSize(address: Address): Promise<number> {
      return size((await client.getCode({ address })) ?? "0x")
    },
    tokenBalance: (address: Address, owner: Address): Promise<bigint> =>
      client.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [owner] }),
    close,
  }
}

export function encode(abi: Abi, functionName: string, args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi, functionName, args })
}
