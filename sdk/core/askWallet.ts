import { WalletUnansweredError } from "./portErrors.ts"
import { type ProgressOptions, reportWallet, requireGoing, type WalletMethod } from "./progress.ts"
import { NoAnswerError, within } from "./retry.ts"

/** Asks the account's wallet. A person may take any time to answer, so only the signal ends the wait. */
export async function askWallet<answer>(
  method: WalletMethod,
  ask: () => Promise<answer>,
  options: ProgressOptions,
): Promise<answer> {
  requireGoing(options)
  reportWallet(options, method)
  const { signal } = options
  return within(ask(), { signal }).catch((error: unknown) => {
    throw error instanceof NoAnswerError ? new WalletUnansweredError({ method }) : error
  })
}
