// What holds, what fails, and what could not be read.
import { MAX_FEE_BPS, MIN_FEE_BPS } from "@gpuflow/escrow"
import type { Books, TokenBooks } from "@gpuflow/escrow/audit"

import type { ContractKey, ReadDeployment } from "./readDeployment.ts"

export type CheckState = "held" | "failed" | "unread"
export type Check = {
  readonly what: "chain" | ContractKey | "recorded" | "fees" | "books"
  /** The token of its books. */
  readonly token?: string
  readonly state: CheckState
}

export function checksOf(read: ReadDeployment, chainId: number, books: Books | undefined): readonly Check[] {
  const { contracts, markets, isAsRecorded } = read
  const areFeesRight = markets?.every(({ feeBps }) => feeBps >= MIN_FEE_BPS && feeBps <= MAX_FEE_BPS)
  return [
    { what: "chain", state: stateOf(read.chainId === undefined ? undefined : read.chainId === chainId) },
    ...contracts.map(({ key, answer }) => ({
      what: key,
      state: stateOf(answer === undefined ? undefined : answer === "same"),
    })),
    ...(isAsRecorded === undefined ? [] : [{ what: "recorded" as const, state: stateOf(isAsRecorded) }]),
    { what: "fees", state: stateOf(areFeesRight) },
    ...(books?.tokens ?? []).map((one) => ({
      what: "books" as const,
      token: one.token,
      state: stateOf(one.balance === undefined ? undefined : one.balance >= one.owed),
    })),
  ]
}

function stateOf(isHeld: boolean | undefined): CheckState {
  if (isHeld === undefined) return "unread"
  return isHeld ? "held" : "failed"
}

/** Tokens of which something is missing come first. */
export function shortFirst(tokens: readonly TokenBooks[]): readonly TokenBooks[] {
  const isShort = ({ balance, owed }: TokenBooks) => balance !== undefined && balance < owed
  return [...tokens.filter(isShort), ...tokens.filter((one) => !isShort(one))]
}
