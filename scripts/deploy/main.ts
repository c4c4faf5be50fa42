// How a command of the deployment ends: with 0, or with one clear message and 1.
type Clean = (text: string) => string

/** Runs a command; what it prints of a failure holds no endpoint and no stack. */
export async function main(run: (secrets: (clean: Clean) => void) => Promise<void>): Promise<void> {
  let clean: Clean = (text) => text
  try {
    await run((its) => {
      clean = its
    })
  } catch (error) {
    console.error(clean(`\n${told(error)}`))
    process.exitCode = 1
  }
}

function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message.split("\n")[0]}` : ""
  return `${error.name}: ${error.message}${cause}`
}
