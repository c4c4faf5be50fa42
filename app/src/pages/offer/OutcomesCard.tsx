import type { Offer } from "@gpuflow/escrow"

import { useFormats } from "../../format/useFormats.ts"
import type { TokenInfo } from "../../server/tokensOf.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { type Part, PartKey, SplitBar } from "../../ui/SplitBar.tsx"
import type { Outcome, Outcomes } from "./outcomes.ts"

type OutcomesCardProps = {
  readonly outcomes: Outcomes
  readonly terms: Offer
  readonly token: TokenInfo
}

const KEYS = ["host", "platform", "you", "bond"] as const
const PARTS: Readonly<Record<(typeof KEYS)[number], Part>> = { host: "host", platform: "fee", you: "you", bond: "bond" }

/** Five ways in which it can end, on one scale. */
export function OutcomesCard({ outcomes, terms, token }: OutcomesCardProps) {
  const { offer } = useTexts()
  const formats = useFormats()
  const amount = (value: bigint | undefined) => formats.amount(value ?? 0n, token.decimals)
  const time = (seconds: bigint) => formats.duration(seconds)
  const { outcome, outcomeMeaning, parts: names } = offer
  const most = outcomes.list.reduce((highest, { parts }) => {
    const sum = Object.values(parts).reduce((total, part) => total + (part ?? 0n), 0n)
    return sum > highest ? sum : highest
  }, 1n)

  const words: Readonly<Record<Outcome["kind"], { readonly title: string; readonly meaning: string }>> = {
    all: {
      title: outcome.all,
      meaning: (terms.rolling ? outcomeMeaning.allRolling : outcomeMeaning.all)(time(terms.challengeWindow)),
    },
    stop: {
      title: outcome.stop(time(outcomes.early)),
      meaning: terms.minDuration > 60n ? outcomeMeaning.stopMinimum(time(terms.minDuration)) : outcomeMeaning.stop,
    },
    hostEnds: {
      title: outcome.hostEnds(time(outcomes.early)),
      meaning: outcomes.bond > 0n ? outcomeMeaning.hostEnds : outcomeMeaning.hostEndsNoBond,
    },
    noShow: {
      title: outcome.noShow(time(terms.startWindow)),
      meaning: outcomes.bond > 0n ? outcomeMeaning.noShow : outcomeMeaning.noShowNoBond,
    },
    dispute: { title: outcome.dispute, meaning: outcomeMeaning.dispute(amount(outcomes.stake)) },
  }

  return (
    <Card
      title={offer.outcomes(`${amount(outcomes.price)} ${token.symbol}`)}
      isFlush
      aside={
        <div className="flex flex-wrap gap-x-3 gap-y-1">
          {KEYS.filter((key) => key !== "bond" || outcomes.bond > 0n).map((key) => (
            <PartKey key={key} part={PARTS[key]} label={names[key]} />
          ))}
        </div>
      }
    >
      <ul>
        {outcomes.list.map(({ kind, parts }) => {
          const figures = figuresOf(parts)
          const sum = Object.values(parts).reduce((total, part) => total + (part ?? 0n), 0n)
          return (
            <li
              key={kind}
              className="grid items-center gap-x-6 gap-y-2 border-t border-border px-5 py-3.5 max-md:px-4 md:grid-cols-[minmax(0,1fr)_300px]"
            >
              <div>
                <h3 className="font-semibold">{words[kind].title}</h3>
                <p className="text-sm text-muted-foreground">{words[kind].meaning}</p>
              </div>
              <div className="grid gap-1.5">
                <div style={{ width: `${Number((sum * 1_000n) / most) / 10}%` }}>
                  <SplitBar parts={parts} sentence={kind === "dispute" ? offer.stakeBack : figures} />
                </div>
                <p className="text-sm md:text-right">{kind === "dispute" ? offer.stakeBack : figures}</p>
              </div>
            </li>
          )
        })}
      </ul>
    </Card>
  )

  /** "you 7.50 + 3.75 · host 4.05 · platform 0.45" */
  function figuresOf({ host, fee, you, bond }: Outcome["parts"]): string {
    const mine = [you, bond].filter((part) => part !== undefined && part > 0n).map(amount)
    return [
      mine.length > 0 && `${names.you} ${mine.join(" + ")}`,
      host !== undefined && host > 0n && `${names.host} ${amount(host)}`,
      fee !== undefined && fee > 0n && `${names.platform} ${amount(fee)}`,
    ]
      .filter(Boolean)
      .join(" · ")
  }
}
