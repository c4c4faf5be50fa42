import { Link } from "@tanstack/react-router"
import { useState } from "react"
import type { Hex } from "viem"

import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import type { ListedDispute } from "../../server/disputeList.ts"
import { type MachineName, useMachineNames } from "../../server/machineNames.ts"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Amount } from "../../ui/Amount.tsx"
import { Card } from "../../ui/Card.tsx"
import { classes } from "../../ui/classes.ts"
import { Tabs } from "../../ui/Tabs.tsx"
import { atStake, byUrgency, phaseOf } from "./disputeMoney.ts"

type InboxProps = {
  readonly disputes: readonly ListedDispute[]
  readonly selected: Hex | undefined
  readonly now: bigint
  readonly onOpen: () => void
}

/** An arbiter's disputes by deadline. */
export function Inbox({ disputes, selected, now, onOpen }: InboxProps) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  const [shows, setShows] = useState<"open" | "closed">("open")
  const open = byUrgency(
    disputes.filter(({ state }) => state.status === "Disputed"),
    now,
  )
  const closed = disputes
    .filter(({ state }) => state.status === "Closed")
    .toSorted((a, b) => Number(b.state.since - a.state.since))
  const shown = shows === "open" ? open : closed
  const names = useMachineNames(shown.map(({ rental }) => rental.offer.spec))
  return (
    <Card
      title={texts.byDeadline}
      isFlush
      aside={
        <Tabs
          label={texts.show}
          value={shows}
          onChange={setShows}
          options={[
            { value: "open", label: texts.openCount(formats.count(open.length)) },
            { value: "closed", label: texts.ruled },
          ]}
        />
      }
    >
      {shown.length === 0 && (
        <p className="border-t border-border px-5 py-4 text-sm text-muted-foreground max-md:px-4">
          {shows === "open" ? `${texts.none}. ${texts.noneMeaning}` : texts.noneRuled}
        </p>
      )}
      <ul>
        {shown.map((one) => (
          <InboxRow
            key={one.id}
            dispute={one}
            name={names.get(one.rental.offer.spec)}
            isSelected={one.id === selected}
            {...{ now, onOpen }}
          />
        ))}
      </ul>
    </Card>
  )
}

type InboxRowProps = {
  readonly dispute: ListedDispute
  readonly name: MachineName | undefined
  readonly isSelected: boolean
  readonly now: bigint
  readonly onOpen: () => void
}

function InboxRow({ dispute, name, isSelected, now, onOpen }: InboxRowProps) {
  const { arbiter: texts } = useTexts()
  const formats = useFormats()
  const { id, rental, state, token, said } = dispute
  const { phase, from, until } = phaseOf(state, now)
  const isUrgent = phase === "ruling" && until - now < URGENT
  const hasHostSpoken = said?.some(({ side }) => side === "host")
  const below =
    phase === "evidence"
      ? texts.evidenceUntil(formats.moment(from, now))
      : phase === "closed" || hasHostSpoken === undefined
        ? shortHex(id)
        : hasHostSpoken
          ? texts.hostAnswered
          : texts.hostSilent
  const deadline = {
    evidence: () => texts.notBefore(formats.moment(from, now)),
    ruling: () => texts.left(formats.duration(until - now)),
    over: () => texts.over,
    closed: () => texts.closed,
  }[phase]()
  return (
    <li>
      <Link
        to="/arbiter"
        search={(before) => ({ ...before, dispute: id })}
        resetScroll={false}
        onClick={onOpen}
        {...(isSelected && { "aria-current": "true" as const })}
        className={classes(
          "relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-t border-border px-5 py-3 max-md:px-4",
          isSelected
            ? "bg-primary-subtle before:absolute before:inset-y-0 before:left-0 before:w-[3px] before:bg-primary"
            : "hover:bg-muted",
        )}
      >
        <span className="truncate font-semibold">{titleOf(name, rental.offer.machine)}</span>
        <span className="text-right font-semibold">
          {phase !== "closed" && (
            <Amount amount={atStake(dispute).inAll} decimals={token?.decimals ?? 0} symbol={token?.symbol} />
          )}
        </span>
        <span className={classes("text-xs", isSelected ? "text-foreground" : "text-muted-foreground")}>{below}</span>
        <span
          className={classes(
            "text-right text-xs",
            isUrgent ? "font-semibold text-destructive" : isSelected ? "text-foreground" : "text-muted-foreground",
          )}
        >
          {deadline}
        </span>
      </Link>
    </li>
  )
}

/** Seconds before the end that are shown in red. */
const URGENT = 3n * 86_400n

/** What a machine is called: its model and its place, or its id. */
export function titleOf(name: MachineName | undefined, machine: Hex): string {
  const words = [name?.model ?? name?.name, name?.place].filter(Boolean).join(", ")
  return words === "" ? shortHex(machine) : words
}
