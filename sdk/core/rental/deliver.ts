// The way of a transaction to a node. With a local key the hash is known before anything is sent, so whatever the node
// answers, or does not, the transaction stays in sight.

import type { Hash } from "../../types.ts"
import { forgetSigned, freeNonce, rememberSigned } from "../clientMemory.ts"
import { EscrowError } from "../escrowError.ts"
import type { Call, SendOptions, SignedTransaction, Wallet } from "../port.ts"
import { WalletUnansweredError } from "../portErrors.ts"
import { CancelledError, type ProgressOptions, report, reportWallet } from "../progress.ts"
import { NoAnswerError, readFailure, sleep, within } from "../retry.ts"
import { toEscrowError } from "../revert.ts"
import { DEFAULT_STALLED_AFTER, type WaitOptions } from "./waitForTransaction.ts"

/** How often the same signed transaction is sent. */
const DELIVERIES = 3
/** Milliseconds for which a node may take a transaction without an answer. */
const ANSWER_PATIENCE = 10_000

type DeliveryOptions = Pick<SendOptions, "gas" | "maxFeePerGas" | "maxPriorityFeePerGas"> &
  Pick<WaitOptions, "stalledAfter" | keyof ProgressOptions>

/** Signs and sends a call. Returns the hash also if the node may have taken the transaction without saying so. */
export async function deliver(wallet: Wallet, call: Call, options: DeliveryOptions): Promise<Hash> {
  reportWallet(options, "eth_sendTransaction")
  const hash = await signAndSend(wallet, call, options)
  report(options, { phase: "sent", hash })
  return hash
}

async function signAndSend(
  wallet: Wallet,
  call: Call,
  { stalledAfter = DEFAULT_STALLED_AFTER, signal, gas, maxFeePerGas, maxPriorityFeePerGas }: DeliveryOptions,
): Promise<Hash> {
  const milliseconds = Math.min(ANSWER_PATIENCE, stalledAfter * 1000)
  let signed: SignedTransaction | undefined
  let startClock: () => void = () => undefined
  const isSigned = new Promise<void>((resolve) => {
    startClock = resolve
  })
  const sending = wallet.send(call, {
    gas,
    maxFeePerGas,
    maxPriorityFeePerGas,
    nonceFrom: (pending) => freeNonce(wallet, pending),
    onSigned: (transaction) => {
      // A prompt may end after the signal. What was signed by then is not sent.
      if (signal?.aborted) throw new CancelledError({}, { cause: signal.reason })
      signed = transaction
      rememberSigned(wallet, transaction)
      startClock()
    },
  })
  // A person may take any time to answer the wallet. A node may not.
  const late = isSigned.then(() => within(sending, { milliseconds }))
  try {
    return await within(Promise.race([sending, late]), { signal })
  } catch (cause) {
    if (signed) return recover(wallet, signed, { cause, milliseconds, signal })
    if (cause instanceof NoAnswerError) throw new WalletUnansweredError({ method: "eth_sendTransaction" })
    throw toEscrowError(wallet.codec, cause)
  }
}

type Recovery = { cause: unknown; readonly milliseconds: number; readonly signal?: AbortSignal | undefined }

/** Finds out whether the node took a transaction that it failed to confirm. Only the same transaction is sent again. */
async function recover(
  wallet: Wallet,
  { hash, raw }: SignedTransaction,
  { cause, milliseconds, signal }: Recovery,
): Promise<Hash> {
  for (let deliveries = 1; ; ++deliveries) {
    const fate = fateOf(cause)
    if (fate === "known" || (await isShown(wallet, hash, milliseconds))) return hash
    if (fate === "refused") {
      forgetSigned(wallet, hash)
      throw new TransactionRefusedError({ hash }, { cause: toEscrowError(wallet.codec, cause) })
    }
    // The wait for the hash shows whether it ever arrives.
    if (deliveries === DELIVERIES || cause instanceof NoAnswerError || signal?.aborted) return hash
    await sleep(wallet.pollingInterval, signal)
    try {
      await within(wallet.broadcast(raw), { milliseconds, signal })
      return hash
    } catch (failure) {
      cause = failure
    }
  }
}

async function isShown(wallet: Wallet, hash: Hash, milliseconds: number): Promise<boolean> {
  return within(wallet.transaction(hash), { milliseconds }).then(
    (transaction) => transaction !== undefined,
    () => false,
  )
}

/** The words of the usual nodes. A nonce that is too low may have been used by the delivery before. */
const KNOWN =
  /already[ _]?(known|imported|exists)|\bknown[ _]transaction|nonce[ _](is[ _])?too[ _]low|nonce has already been used|oldnonce/i
const REFUSED =
  /insufficient (funds|balance)|enough funds|intrinsic gas|underpriced|\bcap\b|exceeds (the )?(balance|block gas)|(less|lower) than block base fee|invalid (sender|signature|chain)|replay-protected|oversized/i
const UNSURE =
  /time(d)?[ -]?out|busy|unavailable|gateway|upstream|internal (server |json-rpc )?error|try again|overload|\brate\b|too many|connection|network|socket|fetch/i
/** An execution error, and the range that JSON-RPC reserves. A limit of requests is not about the transaction. */
const isRefusal = (code: number) => code === 3 || (code <= -32_000 && code >= -32_768 && code !== -32_005)

function fateOf(cause: unknown): "known" | "refused" | "lost" {
  const { words, codes } = readFailure(cause)
  if (KNOWN.test(words)) return "known"
  if (REFUSED.test(words)) return "refused"
  return codes.some(isRefusal) && !UNSURE.test(words) ? "refused" : "lost"
}

/** The node did not take a transaction that was signed. `cause` is the node's error. */
export class TransactionRefusedError extends EscrowError<"TransactionRefused", { readonly hash: Hash }> {
  constructor(args: TransactionRefusedError["args"], options?: ErrorOptions) {
    super("TransactionRefused", "The node refused the transaction. See the cause, then try again.", args, options)
  }
}
