import { useTexts } from "../texts/TextsProvider.tsx"

/** The page cannot begin: `config.json` names no escrow, or is wrong. */
export function NoEscrow({ problem }: { problem?: string }) {
  const { errors } = useTexts()
  return (
    <main className="mx-auto grid min-h-dvh max-w-[60ch] content-center gap-3 p-6">
      <h1 className="text-2xl font-semibold">{problem === undefined ? errors.noEscrow : errors.settings}</h1>
      <p className="text-muted-foreground">{problem ?? errors.noEscrowMeaning}</p>
    </main>
  )
}
