// How a command of the deployment ends: with 0, or with one clear message and 1.
import type { Clean } from "./networks.ts"

/** Runs a command; what it prints of a failure holds no endpoint and no stack. */
export async function main(run: (onClean: (clean: Clean) => void) => Promise<void>): Promise<void> {
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
  // Hardhat says better than viem, who wraps it, what is wrong with an endpoint or a key.
  if (error.name === "UnknownRpcError" && error.cause instanceof Error) return told(error.cause)
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message.split("\n")[0]}` : ""
  return `${error.name}: ${error.message}${cause}`
}
