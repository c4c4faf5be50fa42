// The connected wallet. It signs and sends, and wagmi's client of the chain reads.
import { type Client, createClient, custom } from "viem"
import type { Config } from "wagmi"
import { switchChain } from "wagmi/actions"
import { abortable } from "../core/abortable.ts"
import type { Wallet } from "../core/port.ts"
import { WrongChainError } from "../core/portErrors.ts"
import type { Address } from "../types.ts"
import type { AccountParameters } from "../viem/accountParameters.ts"
import { chainOf, walletOf } from "../viem/viemPort.ts"
import { WalletNotConnectedError } from "./errors.ts"
import type { ReadContext } from "./readQuery.ts"
import { clientOf, isConfig, type QuerySource } from "./source.ts"

/** The account of the wallet that is connected. */
export function connectedAccount(config: Pick<Config, "state">): Address | undefined {
  return connectionOf(config)?.accounts[0]
}

/** A connector that wagmi has restored and not connected again yet has no methods, and does not count. */
function connectionOf({ state }: Pick<Config, "state">) {
  const connection = state.current ? state.connections.get(state.current) : undefined
  return connection && "getProvider" in connection.connector ? connection : undefined
}

/** A wallet, and what a verb takes beside its own parameters. */
export type ConnectedWallet = {
  readonly client: Client
  readonly options: { readonly reader: Client; readonly walletName: string }
}

/**
 * The connected wallet on a chain.
 *
 * @throws {WalletNotConnectedError} if no wallet is connected
 * @throws {WrongChainError} if the wallet is on another chain
 */
export async function connectedWallet(config: Config, chainId: number): Promise<ConnectedWallet> {
  const { client, connector } = await walletClient(config, chainId)
  const reader = clientOf(config, chainId)
  const actual = await connector.getChainId()
  if (actual !== chainId) throw new WrongChainError({ chainId: actual, expected: chainId })
  return { client, options: { reader, walletName: connector.name } }
}

/** The account that a plan is for: that of the connected wallet, or the client's own. */
export function accountOf(source: QuerySource): Address | undefined {
  return isConfig(source) ? connectedAccount(source) : source.account?.address
}

/** The wallet to plan with. It may still be on another chain, because nothing is signed yet. */
export async function planningWallet(
  { source, chainId, signal }: Pick<ReadContext<unknown>, "source" | "chainId" | "signal">,
  { account, reader }: AccountParameters,
): Promise<Wallet> {
  if (!isConfig(source)) return abortable(walletOf(clientOf(source, chainId), { account, reader }), signal)
  const { client } = await walletClient(source, chainId)
  const reading = clientOf(source, chainId)
  const wallet = walletOf(client, { account, reader: reading })
  return abortable({ ...wallet, chainId: chainOf(reading).chainId }, signal)
}

/** The payer of a plan, to ask what has happened. The wallet is asked for its batches, if it is connected. */
export async function payingWallet(config: Config, chainId: number, payer: Address): Promise<Wallet> {
  const reader = clientOf(config, chainId)
  const wallet = walletOf(reader, { account: payer })
  if (connectedAccount(config) === undefined) return { ...wallet, request: undefined }
  const { client } = await walletClient(config, chainId)
  return { ...wallet, request: walletOf(client).request }
}

/** Asks the wallet to switch to a chain, or to add it. */
export async function switchWallet(config: Config, chainId: number): Promise<void> {
  await switchChain(config, { chainId })
}

async function walletClient(config: Config, chainId: number) {
  const connection = connectionOf(config)
  if (!connection) throw new WalletNotConnectedError({})
  const {
    accounts: [account],
    connector,
  } = connection
  const { chain, pollingInterval } = clientOf(config, chainId)
  const transport = custom(Object(await connector.getProvider({ chainId })), { retryCount: 0 })
  return { client: createClient({ account, chain, transport, pollingInterval }), connector }
}
