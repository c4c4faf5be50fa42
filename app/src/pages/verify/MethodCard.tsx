import { useDeployment } from "../../settings/SettingsProvider.tsx"
import { useTexts } from "../../texts/TextsProvider.tsx"
import { Card } from "../../ui/Card.tsx"
import { Command } from "../../ui/Command.tsx"
import type { Check } from "./checks.ts"
import { StateMark } from "./StateMark.tsx"

type MethodCardProps = {
  readonly checks: readonly Check[]
  readonly block: bigint
  readonly symbolOf: (token: string) => string
}

/** The networks for which the repository has a deployment's config. */
const networks: Readonly<Record<number, string>> = { 137: "polygon", 80002: "amoy" }

/** Each check, whether it holds, and how it was done. */
export function MethodCard({ checks, block, symbolOf }: MethodCardProps) {
  const { verify: texts } = useTexts()
  const { chainId, escrow, fromBlock } = useDeployment()
  // The tokens' books are checked in one way, so those with one result stand together.
  const groups = Map.groupBy(checks, ({ what, state }) => `${what} ${state}`)
  const titleOf = ({ what }: Check, group: readonly Check[]) =>
    what === "books"
      ? texts.checks.books(group.map(({ token }) => symbolOf(token ?? "")).join(", "))
      : texts.checks[what]
  const wayOf = ({ what }: Check) => (what === "chain" ? texts.ways.chain(String(chainId)) : texts.ways[what])
  const network = networks[chainId]
  const given = `--chain ${chainId} --escrow ${escrow} --from-block ${fromBlock}`
  return (
    <Card title={texts.method}>
      <ul className="grid gap-3 text-sm">
        {[...groups].map(
          ([key, [check, ...more]]) =>
            check && (
              <li key={key} className="grid gap-0.5">
                <div className="flex items-baseline justify-between gap-3">
                  <h3 className="font-medium">{titleOf(check, [check, ...more])}</h3>
                  <StateMark state={check.state}>{texts.states[check.state]}</StateMark>
                </div>
                <p className="text-xs text-muted-foreground">{wayOf(check)}</p>
              </li>
            ),
        )}
      </ul>
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-2 border-t border-border pt-4 text-sm">
        <p>{texts.terminalBooks}</p>
        <Command label={`${texts.command}: ${texts.books}`} text={`gpuflow-escrow books ${given} --block ${block}`} />
        {network && (
          <>
            <p className="pt-2">{texts.terminal}</p>
            <Command label={`${texts.command}: ${texts.code}`} text={`npm run verify-deployment -- ${network}`} />
          </>
        )}
      </div>
    </Card>
  )
}
