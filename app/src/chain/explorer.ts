import type { Deployment } from "../settings/settings.ts"

/** Where a reader looks at an address or a transaction. Undefined without an explorer. */
export function explorerLink(
  { explorer }: Pick<Deployment, "explorer">,
  { address, transaction }: { address?: string | undefined; transaction?: string | undefined },
): string | undefined {
  if (explorer === undefined) return undefined
  if (transaction !== undefined) return `${explorer}/tx/${transaction}`
  return address === undefined ? undefined : `${explorer}/address/${address}`
}
