import type { Account, Address, Client, Hash, Hex, TransactionReceipt } from "viem"
import {
  call,
  estimateFeesPerGas,
  estimateGas,
  getBalance,
  getCode,
  sendTransaction,
  waitForTransactionReceipt,
} from "viem/actions"

import { EscrowNotFoundError, TransactionReplacedError, TransactionRevertedError } from "../../errors.ts"
import { InsufficientBalanceError, InsufficientGasError } from "../../generated/errors.ts"
import { toEscrowError } from "../../revert.ts"
import { requireAccount, requireChain } from "./wallet.ts"

/** Who sends a transaction, and how long to wait for it. */
export type SendParameters = {
  /** Who sends it; without it, the client's account. */
  readonly account?: Account | Address | undefined
  /** Blocks to wait for, the one that includes it counted; without it, 1. */
  readonly confirmations?: number | undefined
}

/** Polygon and its testnet, whose nodes refuse lower tips, whatever they suggest. */
const POLYGON = [137, 80_002]
const POLYGON_TIP = 25_000_000_000n

/** The most gas that one transaction may use, on Polygon as on Ethereum (EIP-7825). */
const TRANSACTION_GAS = 2n ** 24n

type Request = { readonly to?: Address; readonly data: Hex; readonly value?: bigint }

/** Checks and simulates, so that every error is raised decoded before anything is sent; then sends and waits. */
export async function send(
  client: Client,
  request: Request,
  { account, confirmations = 1, room = 0n }: SendParameters & { readonly room?: bigint | undefined },
): Promise<TransactionReceipt> {
  const transaction = { ...request, account: requireAccount(client, account) }
  const chainId = await requireChain(client)
  await requireEscrowAndFunds(client, transaction.account.address, request)
  try {
    // Before the estimate, because some nodes leave the reason out of that one's failure.
    await call(client, transaction)
    // A tenth more than today's state needs: a slot that empties in between costs more to fill again.
    const needed = await estimateGas(client, transaction)
    // Some nodes estimate beyond what a transaction may use, and would then refuse to take it.
    if (needed > TRANSACTION_GAS) throw new InsufficientGasError({ available: TRANSACTION_GAS, required: needed })
    const generous = (needed * 11n) / 10n + room
    const gas = generous < TRANSACTION_GAS ? generous : TRANSACTION_GAS
    const fees = await feesFor(client, chainId)
    const hash = await sendTransaction(client, { ...transaction, ...fees, gas, chain: client.chain ?? null })
    return await wait(client, hash, confirmations, () => call(client, transaction))
  } catch (cause) {
    throw toEscrowError(cause)
  }
}

/** A call to an address without code would succeed, and keep the coins that came with it. */
async function requireEscrowAndFunds(client: Client, sender: Address, { to, value = 0n }: Request) {
  const [code, balance] = await Promise.all([
    to ? getCode(client, { address: to }) : undefined,
    value > 0n ? getBalance(client, { address: sender }) : 0n,
  ])
  if (to && !code) throw new EscrowNotFoundError({ escrow: to })
  if (balance < value) throw new InsufficientBalanceError({ balance, required: value })
}

async function feesFor(client: Client, chainId: number) {
  if (!POLYGON.includes(chainId)) return {}
  const { maxFeePerGas, maxPriorityFeePerGas } = await estimateFeesPerGas(client)
  const raise = maxPriorityFeePerGas < POLYGON_TIP ? POLYGON_TIP - maxPriorityFeePerGas : 0n
  return { maxFeePerGas: maxFeePerGas + raise, maxPriorityFeePerGas: maxPriorityFeePerGas + raise }
}

/** A wallet may send another transaction in this one's place: only the same call at another price counts as this one. */
async function wait(client: Client, hash: Hash, confirmations: number, again: () => Promise<unknown>) {
  let foreign = false
  const receipt = await waitForTransactionReceipt(client, {
    hash,
    confirmations,
    onReplaced: ({ reason }) => {
      foreign = reason !== "repriced"
    },
  })
  if (foreign) throw new TransactionReplacedError({ hash, replacement: receipt.transactionHash })
  if (receipt.status === "success") return receipt
  const cause = await again().then(() => undefined, toEscrowError)
  throw new TransactionRevertedError({ hash: receipt.transactionHash }, { cause })
}
