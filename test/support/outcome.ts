import { type Abi, decodeErrorResult, decodeEventLog, isAddressEqual, isHex } from "viem"

import type { Call, Chain, Contract, RawLog } from "./chain.ts"

/** An event, its arguments by name. */
export interface Log {
  readonly name: string
  readonly args: ReadonlyMap<string, unknown>
}

/** What a transaction did: its events, or its whole error as text, as in `NotDue(1800000000)`. */
export type Outcome =
  | { readonly ok: true; readonly logs: readonly Log[] }
  | { readonly ok: false; readonly error: string }

/** Mines a call, at a timestamp if one is given, and decodes the events of the contract called, or the error. */
export async function outcomeOf(
  chain: Chain,
  contracts: readonly Contract[],
  call: Call,
  at?: bigint,
): Promise<Outcome> {
  try {
    const { logs } = await chain.transact(call, at)
    const own = contracts.find(({ address }) => address === call.to)
    if (own === undefined) return { ok: true, logs: [] }
    return {
      ok: true,
      logs: logs.filter(({ address }) => isAddressEqual(address, own.address)).map(decoderOf(own.abi)),
    }
  } catch (failure) {
    return { ok: false, error: decodeFailure(contracts, failure) }
  }
}

/** One spelling of an error for comparisons. */
export function errorText(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map((argument) => String(argument)).join(", ")})`
}

function decoderOf(abi: Abi): (log: RawLog) => Log {
  return ({ topics, data }) => {
    const { eventName, args } = decodeEventLog({ abi, topics, data })
    return { name: String(eventName), args: new Map(Object.entries(args ?? {})) }
  }
}

/** The error's name and arguments; a failure that is not a revert with data is thrown on. */
function decodeFailure(contracts: readonly Contract[], failure: unknown): string {
  const { data } = Object(failure)
  const revert = isHex(data) ? data : Object(data).data
  if (!isHex(revert)) throw failure
  const abi = contracts.flatMap((contract) => contract.abi.filter(({ type }) => type === "error"))
  const { errorName, args } = decodeErrorResult({ abi, data: revert })
  return errorText(String(errorName), args ?? [])
}
