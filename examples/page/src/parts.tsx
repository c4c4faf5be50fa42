// What the page shows again and again: an amount, an error in words for people, and a button with what follows from it.
import { type ActionResult, type Phase, useTokenMetadata } from "@gpuflow/escrow/react"
import { useMutation, useQuery } from "@tanstack/react-query"
import { type Address, formatUnits } from "viem"

export function Money({ amount, token }: { amount: bigint; token: Address }) {
  const { decimals = 18, symbol } = useTokenMetadata({ token }).data ?? {}
  return (
    <>{`${Number(formatUnits(amount, decimals)).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 4 })} ${symbol ?? ""}`}</>
  )
}

/** The words for errors are loaded beside the page, because nothing has failed yet. */
const describing = { queryKey: ["describe"], queryFn: () => import("@gpuflow/escrow/describe"), staleTime: Infinity }

export function Failure({ error, token }: { error: unknown; token?: Address }) {
  const { data: words } = useQuery(describing)
  const { data } = useTokenMetadata({ token })
  if (!error || !words) return null
  const { title, sentence, action, kind } = words.describeError(error, { ...data, locale: "en" })
  return (
    <div role="alert" className={kind}>
      <strong>{title}</strong>
      <p>
        {sentence} {action}
      </p>
    </div>
  )
}

const NOW: Partial<Record<Phase, string>> = {
  planning: "Reading the chain …",
  checking: "Reading the chain …",
  wallet: "Confirm in your wallet.",
  batched: "Your wallet has the payment and is sending it.",
  sent: "Sent. Waiting for a block …",
  included: "Included in a block.",
}

type Doing = Pick<
  ActionResult<unknown, unknown>,
  "phase" | "progress" | "error" | "isPending" | "cancel" | "switchChain"
>
type ActionProps = { name: string; doing: Doing; run: (() => void) | undefined; token: Address }

export function Action({ name, doing, run, token }: ActionProps) {
  const { phase, progress, error, isPending, cancel, switchChain } = doing
  const switching = useMutation({ mutationFn: switchChain, onSuccess: run ?? (() => {}) })
  const isElsewhere = error && "code" in error && error.code === "WrongChain"
  return (
    <div className="action">
      <button type="button" className="primary" disabled={!run || isPending} onClick={run}>
        {name}
      </button>
      {isPending && (
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      )}
      {isElsewhere && (
        <button type="button" onClick={() => switching.mutate()}>
          Switch to Polygon
        </button>
      )}
      {isPending && <p role="status">{progress && "sentence" in progress ? progress.sentence : NOW[phase]}</p>}
      <Failure error={switching.error ?? error} token={token} />
    </div>
  )
}
