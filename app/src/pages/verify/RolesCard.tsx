import { useTexts } from "../../texts/TextsProvider.tsx"
import { Address } from "../../ui/Address.tsx"
import { Card } from "../../ui/Card.tsx"
import { Facts } from "../../ui/Facts.tsx"
import { KindWords } from "./KindWords.tsx"
import type { KeyHolder, ReadDeployment } from "./readDeployment.ts"

/** The accounts that administer the escrow, and those that rule. */
export function RolesCard({ read: { roles, arbiters } }: { read: ReadDeployment }) {
  const { verify: texts } = useTexts()
  const holders: readonly (readonly [string, KeyHolder])[] = roles
    ? [
        [texts.owner, roles.owner],
        ...(roles.pendingOwner.kind?.kind === "nobody" ? [] : [[texts.pendingOwner, roles.pendingOwner] as const]),
        [texts.guardian, roles.guardian],
        [texts.treasury, roles.treasury],
        ...(arbiters ?? []).map((one) => [texts.arbiter, one] as const),
      ]
    : []
  return (
    <Card title={texts.roles}>
      <div className="grid gap-3 text-sm">
        {roles ? (
          <Facts
            facts={holders.map(([name, { address, kind }]) => ({
              key: `${name} ${address}`,
              name,
              value: (
                <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
                  <KindWords kind={kind} />
                  {kind?.kind !== "nobody" && <Address value={address} />}
                </span>
              ),
            }))}
          />
        ) : (
          <p className="text-warning">{texts.couldNotRead}</p>
        )}
        <p className="text-muted-foreground">{texts.rolesMeaning}</p>
      </div>
    </Card>
  )
}
