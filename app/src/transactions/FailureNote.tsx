import { Link } from "@tanstack/react-router"
import { useConnection, useSwitchChain } from "wagmi"

import { useChainNow } from "../chain/useHead.ts"
import { useFormats } from "../format/useFormats.ts"
import { useDeployment } from "../settings/SettingsProvider.tsx"
import { useTexts } from "../texts/TextsProvider.tsx"
import { Button, buttonClasses } from "../ui/Button.tsx"
import { CopyButton } from "../ui/CopyButton.tsx"
import { Note } from "../ui/Note.tsx"
import { RetryButton } from "../ui/RetryButton.tsx"
import type { Failure } from "./failure.ts"
import { failureWords, type Way } from "./failureWords.ts"
import type { TransactionKind } from "./transactionKinds.ts"
import type { Figure } from "./transactionStore.ts"

/** What a page does about a failure. */
type WayOn = { readonly label: string; readonly onClick: () => void }
export type Ways = Partial<Readonly<Record<Way, WayOn>>>

/** A failure in words, for notes and toasts. */
export function useFailureWords(token?: Pick<Figure, "decimals" | "symbol">, attempt?: TransactionKind) {
  const texts = useTexts()
  const formats = useFormats()
  const { chainName, coin } = useDeployment()
  const now = useChainNow()
  return (failure: Failure, wasSent: boolean) =>
    failureWords(failure, { texts, formats, attempt, chainName, coin, now, token, wasSent })
}

type FailureNoteProps = {
  readonly failure: Failure
  /** What was to be done. */
  readonly attempt?: TransactionKind | undefined
  readonly wasSent?: boolean
  readonly token?: Pick<Figure, "decimals" | "symbol"> | undefined
  readonly ways: Ways
}

/** What went wrong, what it means for the money, and one way on. */
export function FailureNote({ failure, attempt, wasSent = false, token, ways }: FailureNoteProps) {
  const { transactions } = useTexts()
  const { fact, meaning, way } = useFailureWords(token, attempt)(failure, wasSent)
  const isMild = failure.kind === "rejected"
  return (
    <Note tone={isMild ? "warning" : "error"} fact={fact} action={<WayButton way={way} ways={ways} />}>
      {meaning}
      {failure.kind === "bug" && (
        <span className="block text-xs break-words text-muted-foreground">
          {transactions.cause}: {failure.cause} <CopyButton text={failure.cause} label={transactions.cause} />
        </span>
      )}
    </Note>
  )
}

/** The button of a way on: the page's, or what every page can do. */
function WayButton({ way, ways }: { way: Way; ways: Ways }) {
  const { account, transactions } = useTexts()
  const { chainId, chainName } = useDeployment()
  const { isConnected } = useConnection()
  const switching = useSwitchChain()
  const given = ways[way] ?? (way === "settings" || way === "switch" ? undefined : ways.again)
  if (given) {
    return (
      <Button size="small" onClick={given.onClick}>
        {given.label}
      </Button>
    )
  }
  if (way === "switch" && isConnected) {
    return (
      <Button size="small" waiting={switching.isPending} onClick={() => switching.mutate({ chainId })}>
        {account.switchTo(chainName)}
      </Button>
    )
  }
  if (way === "settings") {
    return (
      <Link to="/settings" className={buttonClasses({ size: "small" })}>
        {transactions.otherNode}
      </Link>
    )
  }
  return way === "look" ? <RetryButton onClick={() => location.reload()} /> : null
}
