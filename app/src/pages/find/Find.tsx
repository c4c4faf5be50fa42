// What a reader has searched for: an address, a rental, a machine, or a transaction, by all of its digits or the first.
import { Link, useParams } from "@tanstack/react-router"
import { SearchX } from "lucide-react"
import { type ReactNode, useEffect } from "react"

import { explorerLink } from "../../chain/explorer.ts"
import { offerLinkOf, rentalLinkOf } from "../../chain/links.ts"
import { shortHex } from "../../format/shortHex.ts"
import { useFormats } from "../../format/useFormats.ts"
import { type Finding, useFindings } from "../../server/findings.ts"
import { SourceNote } from "../../server/SourceNote.tsx"
import { usePreferences } from "../../settings/preferences.ts"
import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { PageHead } from "../../shell/PageHead.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { Empty } from "../../ui/Empty.tsx"
import { Note } from "../../ui/Note.tsx"
import { RetryButton } from "../../ui/RetryButton.tsx"
import { Skeleton } from "../../ui/Skeleton.tsx"

const HOURS = 8

export function Find() {
  const { find } = useTexts()
  const { text } = useParams({ from: "/find/$text" })
  const { data, error, isPending, refetch } = useFindings(text)
  const [only, ...others] = data?.data ?? []
  // A rental that was meant is opened at once.
  const target = only?.kind === "rental" && others.length === 0 ? rentalLinkOf(only.id) : undefined
  useEffect(() => {
    if (target !== undefined) location.replace(target)
  }, [target])
  return (
    <>
      <PageHead title={find.title(shortHex(text))} />
      {error && <Note tone="warning" fact={find.failed} action={<RetryButton onClick={() => void refetch()} />} />}
      {isPending && (
        <Card label={find.title(shortHex(text))}>
          <Skeleton className="h-5 w-3/5" />
        </Card>
      )}
      {data && data.data.length === 0 && (
        <Card label={find.nothing}>
          <Empty Icon={SearchX} title={find.nothing}>
            {data.source === "server" ? find.nothingMeaning : find.nothingWithoutIndex}
          </Empty>
        </Card>
      )}
      {data && data.data.length > 0 && (
        <Card label={find.results} isFlush>
          <ul>
            {data.data.map((finding) => (
              <li
                key={JSON.stringify(finding, (_, value) => (typeof value === "bigint" ? String(value) : value))}
                className="border-b border-border px-5 py-3.5 last:border-b-0 max-md:px-4"
              >
                <Result finding={finding} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {data && <SourceNote known={data} />}
    </>
  )
}

function Result({ finding }: { finding: Finding }) {
  const { find } = useTexts()
  const formats = useFormats()
  const deployment = useDeployment()
  const { hours = HOURS } = usePreferences()
  switch (finding.kind) {
    case "rental":
      return (
        <Row kind={find.rental}>
          <a href={rentalLinkOf(finding.id)} className="link mono inline-block py-0.5">
            {shortHex(finding.id)}
          </a>
        </Row>
      )
    case "machine":
      return (
        <Row kind={find.machine}>
          <a href={offerLinkOf(finding, { hours })} className="link mono inline-block py-0.5">
            {shortHex(finding.machine)}
          </a>{" "}
          {find.of(shortHex(finding.host))}
        </Row>
      )
    case "transaction": {
      const href = explorerLink(deployment, { transaction: finding.transaction })
      const words = <span className="mono">{shortHex(finding.transaction)}</span>
      return (
        <Row kind={find.transaction}>
          {href ? (
            <a href={href} target="_blank" rel="noreferrer" className="link inline-block py-0.5">
              {words}
            </a>
          ) : (
            words
          )}{" "}
          {find.inBlock(formats.count(finding.block))}
        </Row>
      )
    }
    case "account":
      return (
        <Row kind={find.account}>
          <span className="mono">{shortHex(finding.account)}</span>{" "}
          <Link to="/rentals" search={{ of: finding.account }} className="link inline-block py-0.5">
            {find.asRenter}
          </Link>{" "}
          <Link to="/host" search={{ of: finding.account }} className="link inline-block py-0.5">
            {find.asHost}
          </Link>{" "}
          <Link to="/arbiter" search={{ of: finding.account }} className="link inline-block py-0.5">
            {find.asArbiter}
          </Link>
        </Row>
      )
  }
}

function Row({ kind, children }: { kind: string; children: ReactNode }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
      <span className="min-w-28 text-sm text-muted-foreground">{kind}</span>
      <span className="flex flex-wrap gap-x-4">{children}</span>
    </p>
  )
}
