// What a wallet means by an error: its user said no, or it cannot do what it was asked.
import { readFailure } from "./retry.ts"

/** EIP-1193, and CAIP-25 of WalletConnect. */
const REJECTED_CODES = [4001, 5000]
/** The words of wallets whose user said no. */
export const REJECTED =
  /\b(user|customer|owner)\b[^.]{0,20}\b(rejected|denied|cancel?led|declined|disapproved|refused|aborted|closed)|(rejected|denied|cancel?led|declined|refused) by (the )?user|(rejected|denied|cancel?led|declined) (the )?(request|transaction|signature|message)|(request|transaction|signature) (was |has been )?(rejected|denied|cancel?led|declined)|denied (transaction|message) signature|action_rejected/i

/** Unsupported method (EIP-1193), method not found and method not supported (JSON-RPC). */
const UNSUPPORTED_CODES = [4200, -32_601, -32_004]
const UNSUPPORTED =
  /(method|rpc|operation|typed ?data|signtypeddata|sendcalls|batch|atomic)[^.]{0,60}(not (been )?(supported|implemented|available|found|exist)|unsupported|unavailable|unknown)|(not (support|implement)(ed)?|unsupported|unknown|does not (support|exist))[^.]{0,40}(method|operation|typed ?data|signtypeddata|sendcalls|batch|atomic)/i
/** EIP-5792's own codes, among them a refused upgrade of the account, which is not a refused payment. */
const isBatchCode = (code: number) => code >= 5700 && code <= 5760
/** Wallets of old drafts do not know the request's version. */
const INVALID_PARAMETERS = -32_602

/** Whether a wallet cannot do what it was asked, so that it did nothing. What its user rejects is not of that kind. */
export function isRefusedByWallet(error: unknown, way: "batch" | "permit"): boolean {
  const { words, codes } = readFailure(error)
  if (way === "batch" && codes.some(isBatchCode)) return true
  if (codes.some((code) => REJECTED_CODES.includes(code)) || REJECTED.test(words)) return false
  if (way === "batch" && codes.includes(INVALID_PARAMETERS)) return true
  return codes.some((code) => UNSUPPORTED_CODES.includes(code)) || UNSUPPORTED.test(words)
}
