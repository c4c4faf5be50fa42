import { stop } from "@gpuflow/escrow"
import { useState } from "react"

import { useFormats } from "../../format/useFormats.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { useSimulation } from "../../transactions/useSimulation.ts"
import { Facts } from "../../ui/Facts.tsx"
import { PartKey, SplitBar } from "../../ui/SplitBar.tsx"
import type { ActionProps } from "./actionTypes.ts"
import { stopMoney } from "./rentalMoney.ts"
import { VerbAction } from "./VerbAction.tsx"

/** Stops a running rental, cancels one that has not started, or gives up a dispute. */
export function StopAction({ id, found, token, now, kind }: ActionProps & { kind: "stop" | "cancel" | "concede" }) {
  const { rental: words, parts: names } = useTexts()
  const formats = useFormats()
  const { escrow } = useDeployment()
  const [isOpen, setOpen] = useState(false)
  const { rental } = found
  const money = stopMoney(found, now)
  const maxToHost = kind === "cancel" ? 0n : money.bound
  const refusal = useSimulation("stop", { rental, maxToHost, enabled: isOpen })
  const amount = (value: bigint) => formats.amount(value, token.decimals)
  const back = amount(money.back)
  const text = words[kind]
  const parts = { host: money.toHost, fee: money.fee, you: money.back }
  const sentence = `${names.host} ${amount(parts.host)}, ${names.platform} ${amount(parts.fee)}, ${names.you} ${back}`
  return (
    <VerbAction
      {...{ id, token, kind, refusal }}
      title={text.title}
      row={
        <p>
          <b>{text.back(`${back} ${token.symbol}`)}</b> {text.meaning(amount(money.toHost))}
        </p>
      }
      question={text.question}
      confirm={text.confirm(back)}
      keep={text.keep}
      amount={money.back}
      work={(client, options) => stop(client, { escrow, rental, maxToHost, ...options })}
      onOpen={setOpen}
    >
      <SplitBar parts={parts} sentence={sentence} isTall />
      <Facts
        facts={[
          {
            key: "you",
            name: <PartKey part="you" label={words.backToYou} />,
            value: <b className="font-semibold">{`${back} ${token.symbol}`}</b>,
          },
          { key: "host", name: <PartKey part="host" label={words.toHost} />, value: amount(money.toHost) },
          { key: "fee", name: <PartKey part="fee" label={words.platform} />, value: amount(money.fee) },
          ...(money.forfeited > 0n ? [{ key: "lost", name: words.stakeLost, value: amount(money.forfeited) }] : []),
        ]}
      />
      <p className="text-sm text-muted-foreground">
        {kind === "cancel" ? words.cancelBound : words.bound(amount(maxToHost))} {text.after}
      </p>
    </VerbAction>
  )
}
